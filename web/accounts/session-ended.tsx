import type { Account } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { startLive } from "../live/renew.ts";
import { t } from "../strings/accounts.ts";
import { GateOver } from "../ui/gate-over.tsx";
import { address } from "../ui/marks.tsx";
import { accountQuery } from "./queries.ts";
import { tellSession } from "./session-state.ts";
import { SignInForm } from "./sign-in-form.tsx";

/**
 * Covers the page whose session has ended, and keeps it underneath: whoever signs in again finds it as it was, with what
 * they had typed. Somebody else gets their own pages, and nothing of it.
 */
export function SessionEnded() {
  const { data: before } = useSuspenseQuery(accountQuery);
  const queryClient = useQueryClient();
  const router = useRouter();
  const goOn = async (account: Account) => {
    // A new document keeps nothing of the page before, not even in the memory of its parts.
    if (account.id !== before.id) return location.assign("/databases");
    queryClient.setQueryData(accountQuery.queryKey, account);
    tellSession("open");
    startLive(queryClient);
    await Promise.all([queryClient.invalidateQueries(), router.invalidate()]);
  };
  return (
    <GateOver title={t("sessionEnded.title")} about={t.rich("sessionEnded.about", { email: before.email, address })}>
      <SignInForm email={before.email} keeps onSignedIn={(account) => void goOn(account)} />
    </GateOver>
  );
}
