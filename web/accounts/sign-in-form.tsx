import { endpoints, type Account } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { accountQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";

interface SignInFormProps {
  /** The address to sign in with, where it is known already. */
  email?: string;
  /** What was loaded stays: the same person goes on. */
  keeps?: boolean;
  onSignedIn: (account: Account) => void;
}

export function SignInForm({ email, keeps = false, onSignedIn }: SignInFormProps) {
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { email: email ?? "", password: "" } });
  const signIn = useAct(
    async (values: { email: string; password: string }) => {
      const body = { email: values.email.trim(), password: values.password };
      return (await send(endpoints.signIn, { body })).body.account;
    },
    {
      onDone: (account) => {
        if (!keeps) {
          queryClient.clear();
          queryClient.setQueryData(accountQuery.queryKey, account);
        }
        onSignedIn(account);
      },
    },
  );
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit(signIn.start)();
      }}
    >
      {signIn.isError && <ErrorNote>{wordsOf(signIn.error)}</ErrorNote>}
      <Field
        label={t("fields.email")}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        {...form.register("email")}
      />
      <Field
        label={t("fields.password")}
        type="password"
        autoComplete="current-password"
        required
        {...form.register("password")}
      />
      <div className="rowline">
        <Button kind="first" type="submit" busy={signIn.isPending}>
          {t("signIn.title")}
        </Button>
        <Link className="small" to="/reset">
          {t("signIn.forgot")}
        </Link>
      </div>
    </form>
  );
}
