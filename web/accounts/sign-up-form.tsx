import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, fieldErrorsOf, send, wordsOf } from "../api.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { accountQuery, installationQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";

interface SignUpFormProps {
  /** The invited address, which cannot be another; without, it is asked for. */
  email?: string;
  token: { invitation_token: string } | { setup_token: string };
  onSignedUp: (verification: "verified" | "mail_sent", email: string) => void;
}

interface Values {
  email: string;
  username: string;
  password: string;
}

export function SignUpForm({ email, token, onSignedUp }: SignUpFormProps) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({ defaultValues: { email: email ?? "", username: "", password: "" } });
  const signUp = useAct(
    async (values: Values) => {
      const body = { ...values, email: email ?? values.email.trim(), username: values.username.trim(), ...token };
      return (await send(endpoints.signUp, { body })).body;
    },
    {
      onDone: async ({ account, verification }) => {
        queryClient.clear();
        queryClient.setQueryData(accountQuery.queryKey, account);
        await queryClient.invalidateQueries({ queryKey: installationQuery.queryKey });
        onSignedUp(verification, account.email);
      },
    },
  );
  const errors = errorsByField(signUp.error);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit(signUp.start)();
      }}
    >
      {errors.other !== undefined && <ErrorNote>{errors.other}</ErrorNote>}
      {email === undefined ? (
        <Field
          label={t("fields.email")}
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          {...form.register("email")}
          error={errors.email}
        />
      ) : (
        <div>
          <p className="label">{t("fields.email")}</p>
          <p className="wrap">
            <AddressBreaks of={email} />
          </p>
          {/* Password stores keep the address with the password. */}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        </div>
      )}
      <Field
        label={t("fields.username")}
        autoComplete="nickname"
        autoCapitalize="none"
        spellCheck={false}
        hint={t("fields.usernameHint")}
        {...form.register("username")}
        error={errors.username}
      />
      <Field
        label={t("fields.password")}
        type="password"
        autoComplete="new-password"
        hint={t("fields.passwordHint")}
        {...form.register("password")}
        error={errors.password}
      />
      <div>
        <Button kind="first" type="submit" busy={signUp.isPending}>
          {t("signUp.make")}
        </Button>
      </div>
    </form>
  );
}

const fieldOfCode: Record<string, keyof Values> = {
  invalid_email: "email",
  invalid_username: "username",
  username_taken: "username",
  weak_password: "password",
};

function errorsByField(error: Error | null): Partial<Record<keyof Values | "other", string>> {
  if (error === null) return {};
  const field = fieldOfCode[codeOf(error) ?? ""];
  if (field !== undefined) return { [field]: wordsOf(error) };
  const fields = fieldErrorsOf(error);
  if (fields.length === 0) return { other: wordsOf(error) };
  return Object.fromEntries(fields.map(({ field: name, message }) => [name, message]));
}
