import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Gate } from "../ui/gate.tsx";
import { installationQuery } from "./queries.ts";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const { data: installation } = useSuspenseQuery(installationQuery);
  return (
    <Gate name="Sign in" title="Sign in" state="enter" gap={130}>
      <SignInForm onSignedIn={() => router.history.push(next ?? "/databases")} />
      {installation.setup_needed ? (
        <p className="small quiet">
          There is no account yet. The server printed a link when it started: open it to make the first one.
        </p>
      ) : (
        <p className="small quiet">
          Accounts are made from an invitation. If somebody invited you, use the link in that e-mail.
        </p>
      )}
    </Gate>
  );
}
