import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Gate } from "../ui/gate.tsx";
import { installationQuery } from "./queries.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { t } from "../strings/accounts.ts";

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const { data: installation } = useSuspenseQuery(installationQuery);
  return (
    <Gate name={t("signIn.title")} title={t("signIn.title")} state="enter" gap={130}>
      <SignInForm onSignedIn={() => router.history.push(next ?? "/databases")} />
      {installation.setup_needed ? (
        <p className="small quiet">{t("signIn.noAccountYet")}</p>
      ) : (
        <p className="small quiet">{t("signIn.byInvitation")}</p>
      )}
    </Gate>
  );
}
