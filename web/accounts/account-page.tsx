import { endpoints } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { useTitle } from "../ui/title.ts";
import { Profile } from "./profile.tsx";
import { accountQuery, sessionsQuery } from "./queries.ts";
import { Sessions } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";
import { t } from "../strings/accounts.ts";
import { LanguageChoice } from "../ui/language-choice.tsx";

/** Who one is, and what signs one in. */
export function AccountPage() {
  const { data: account } = useSuspenseQuery(accountQuery);
  const resend = useAct((_: undefined) => send(endpoints.resendVerification, {}));
  useTitle(t("account.title"));
  return (
    <>
      <div className="subject mb-6">
        <h1>{t("account.title")}</h1>
      </div>
      {account.email_verified_at === null && (
        <Note
          kind="move"
          sign={<RingSign className="c-move" />}
          action={
            <Button slim busy={resend.isPending || resend.isSuccess} onClick={() => resend.start(undefined)}>
              {resend.isSuccess ? t("account.sent") : t("account.sendAgain")}
            </Button>
          }
        >
          {t("account.notVerified")}
        </Note>
      )}
      <Profile account={account} />
      <div className="narrow mt-6">
        <LanguageChoice />
      </div>
      <ChangePassword />
      <Sessions />
      <Tokens />
    </>
  );
}

const nothingTyped = { current_password: "", new_password: "" };

function ChangePassword() {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(nothingTyped);
  const change = useAct((body: typeof nothingTyped) => send(endpoints.changePassword, { body }), {
    onDone: () => {
      setTyped(nothingTyped);
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      announce(t("password.announced"));
    },
  });
  const code = codeOf(change.error);
  const words = change.isError ? wordsOf(change.error) : undefined;
  return (
    <section className="section narrow" aria-labelledby="password">
      <h2 id="password">{t("password.title")}</h2>
      <p className="quiet">{t("password.about")}</p>
      <form
        className="stack mt-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          change.start(typed);
        }}
      >
        {words !== undefined && code !== "wrong_password" && code !== "weak_password" && <ErrorNote>{words}</ErrorNote>}
        <Field
          label={t("password.current")}
          type="password"
          autoComplete="current-password"
          name="current_password"
          value={typed.current_password}
          onChange={({ target }) => setTyped({ ...typed, current_password: target.value })}
          error={code === "wrong_password" ? words : undefined}
        />
        <Field
          label={t("fields.newPassword")}
          type="password"
          autoComplete="new-password"
          hint={t("password.hint")}
          name="new_password"
          value={typed.new_password}
          onChange={({ target }) => setTyped({ ...typed, new_password: target.value })}
          error={code === "weak_password" ? words : undefined}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={change.isPending}>
            {t("password.change")}
          </Button>
          {change.isSuccess && <span className="quiet">{t("password.changed")}</span>}
        </div>
      </form>
    </section>
  );
}
