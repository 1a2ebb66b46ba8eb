import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Address } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";

/** Without a link: asks for one. With it: sets the new password. */
export function ResetPage() {
  const [token, setToken] = useState(() => takeToken("reset"));
  if (token === null) return <AskForLink />;
  return (
    <NewPassword
      token={token}
      onAskAgain={() => {
        forgetToken("reset");
        setToken(null);
      }}
    />
  );
}

function AskForLink() {
  const form = useForm({ defaultValues: { email: "" } });
  const ask = useAct(async ({ email }: { email: string }) => {
    await send(endpoints.requestReset, { body: { email: email.trim() } });
    return email.trim();
  });
  if (ask.data !== undefined) {
    return (
      <Gate name="Reset password" title="Look in your mail">
        <p>
          If there is an account for <Address of={ask.data} />, a link to set a new password is on its way to it. It
          works once.
        </p>
        <p>
          <Link to="/sign-in">Back to sign in</Link>
        </p>
      </Gate>
    );
  }
  return (
    <Gate name="Reset password" title="Set a new password" gap={130}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(ask.start)();
        }}
      >
        {ask.isError && <ErrorNote>{wordsOf(ask.error)}</ErrorNote>}
        <Field
          label="E-mail address"
          type="email"
          autoComplete="username"
          hint="We send a link to it."
          {...form.register("email")}
        />
        <div className="rowline">
          <Button kind="first" type="submit" busy={ask.isPending}>
            Send link
          </Button>
          <Link className="small" to="/sign-in">
            Back to sign in
          </Link>
        </div>
      </form>
    </Gate>
  );
}

function NewPassword({ token, onAskAgain }: { token: string; onAskAgain: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { password: "" } });
  const confirm = useAct(
    ({ password }: { password: string }) => send(endpoints.confirmReset, { body: { token, password } }),
    {
      onDone: () => {
        forgetToken("reset");
        queryClient.clear();
        void navigate({ to: "/databases" });
      },
    },
  );
  const weak = codeOf(confirm.error) === "weak_password" ? wordsOf(confirm.error) : undefined;
  return (
    <Gate name="Reset password" title="Set a new password" gap={130}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(confirm.start)();
        }}
      >
        {confirm.isError && weak === undefined && (
          <ErrorNote>
            {wordsOf(confirm.error)}
            <p className="mt-2">
              <Button slim onClick={onAskAgain}>
                Ask for a new link
              </Button>
            </p>
          </ErrorNote>
        )}
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="Every session and API token of the account ends."
          {...form.register("password")}
          error={weak}
        />
        <div>
          <Button kind="first" type="submit" busy={confirm.isPending}>
            Set password
          </Button>
        </div>
      </form>
    </Gate>
  );
}
