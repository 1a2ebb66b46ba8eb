import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { t } from "../strings/accounts.ts";
import { address } from "../ui/marks.tsx";

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
      <Gate name={t("reset.name")} title={t("reset.lookTitle")}>
        <p>{t.rich("reset.onItsWay", { email: ask.data, address })}</p>
        <p>
          <Link to="/sign-in">{t("reset.back")}</Link>
        </p>
      </Gate>
    );
  }
  return (
    <Gate name={t("reset.name")} title={t("reset.title")} gap={130}>
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
          label={t("fields.email")}
          type="email"
          autoComplete="username"
          hint={t("reset.emailHint")}
          {...form.register("email")}
        />
        <div className="rowline">
          <Button kind="first" type="submit" busy={ask.isPending}>
            {t("reset.sendLink")}
          </Button>
          <Link className="small" to="/sign-in">
            {t("reset.back")}
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
    <Gate name={t("reset.name")} title={t("reset.title")} gap={130}>
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
                {t("reset.askAgain")}
              </Button>
            </p>
          </ErrorNote>
        )}
        <Field
          label={t("fields.newPassword")}
          type="password"
          autoComplete="new-password"
          hint={t("reset.hint")}
          {...form.register("password")}
          error={weak}
        />
        <div>
          <Button kind="first" type="submit" busy={confirm.isPending}>
            {t("reset.set")}
          </Button>
        </div>
      </form>
    </Gate>
  );
}
