import { endpoints, type Account } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { exactTime } from "../ui/time.ts";
import { accountQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";

/** Who the account is; its username can be changed. */
export function Profile({ account }: { account: Account }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="vh">
        {t("profile.title")}
      </h2>
      <dl className="kv wide-keys narrow">
        <dt>{t("account.email")}</dt>
        <dd className="wrap">
          <AddressBreaks of={account.email} />
        </dd>
        <dt>{t("account.verified")}</dt>
        <dd>
          {account.email_verified_at === null ? t("account.notYet") : exactTime(new Date(account.email_verified_at))}
        </dd>
        <dt>{t("profile.since")}</dt>
        <dd>{exactTime(new Date(account.created_at))}</dd>
      </dl>
      <ChangeUsername account={account} />
    </section>
  );
}

function ChangeUsername({ account }: { account: Account }) {
  const queryClient = useQueryClient();
  const [username, setUsername] = useState(account.username);
  const change = useAct(
    async (to: string) => (await send(endpoints.changeAccount, { body: { username: to } })).body.account,
    {
      onDone: (changed) => {
        setUsername(changed.username);
        queryClient.setQueryData(accountQuery.queryKey, changed);
        void queryClient.invalidateQueries({ queryKey: ["databases"] });
        announce(t("profile.announced", { name: changed.username }));
      },
    },
  );
  const code = codeOf(change.error);
  const words = change.isError ? wordsOf(change.error) : undefined;
  const ofField = code === "username_taken" || code === "invalid_username" || code === "invalid_request";
  return (
    <form
      className="stack narrow mt-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        change.start(username.trim());
      }}
    >
      {words !== undefined && !ofField && <ErrorNote>{words}</ErrorNote>}
      <Field
        label={t("fields.username")}
        autoComplete="username"
        hint={t("profile.usernameHint")}
        name="username"
        value={username}
        onChange={({ target }) => setUsername(target.value)}
        error={ofField ? words : undefined}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" busy={change.isPending}>
          {t("profile.change")}
        </Button>
        {change.isSuccess && <span className="quiet">{t("profile.changed")}</span>}
      </div>
    </form>
  );
}
