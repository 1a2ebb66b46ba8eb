import { endpoints } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { exactTime } from "../ui/time.ts";
import { useTitle } from "../ui/title.ts";
import { accountQuery } from "./queries.ts";
import { Tokens } from "./tokens.tsx";

export function AccountPage() {
  const { data: account } = useSuspenseQuery(accountQuery);
  const resend = useAct((_: undefined) => send(endpoints.resendVerification, {}));
  useTitle("Account");
  return (
    <>
      <div className="subject mb-6">
        <h1>Account</h1>
      </div>
      {account.email_verified_at === null && (
        <Note
          kind="move"
          sign={<RingSign className="c-move" />}
          action={
            <Button slim busy={resend.isPending || resend.isSuccess} onClick={() => resend.start(undefined)}>
              {resend.isSuccess ? "Sent" : "Send the mail again"}
            </Button>
          }
        >
          Your address is not verified yet. Open the link in the mail we sent: until then you can neither accept
          invitations nor create a database.
        </Note>
      )}
      <dl className="kv narrow">
        <dt>E-mail</dt>
        <dd className="wrap">
          <AddressBreaks of={account.email} />
        </dd>
        <dt>Username</dt>
        <dd>{account.username}</dd>
        <dt>Verified</dt>
        <dd>{account.email_verified_at === null ? "Not yet" : exactTime(new Date(account.email_verified_at))}</dd>
      </dl>
      <ChangePassword />
      <Tokens />
    </>
  );
}

function ChangePassword() {
  const form = useForm({ defaultValues: { current_password: "", new_password: "" } });
  const change = useAct(
    (body: { current_password: string; new_password: string }) => send(endpoints.changePassword, { body }),
    {
      onDone: () => {
        form.reset();
        announce("Your password is changed.");
      },
    },
  );
  const code = codeOf(change.error);
  const words = change.isError ? wordsOf(change.error) : undefined;
  return (
    <section className="section narrow" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <p className="quiet">For this dashboard. Your database logins have their own.</p>
      <form
        className="stack mt-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(change.start)();
        }}
      >
        {words !== undefined && code !== "wrong_password" && code !== "weak_password" && <ErrorNote>{words}</ErrorNote>}
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          {...form.register("current_password")}
          error={code === "wrong_password" ? words : undefined}
        />
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="Your other sessions end."
          {...form.register("new_password")}
          error={code === "weak_password" ? words : undefined}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={change.isPending}>
            Change password
          </Button>
          {change.isSuccess && <span className="quiet">Changed.</span>}
        </div>
      </form>
    </section>
  );
}
