import { endpoints, type ApiToken } from "@guestlist/contract";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { announce } from "../ui/live-region.tsx";
import { MenuItem, MoreMenu } from "../ui/menu.tsx";
import { Moment } from "../ui/moment.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { tokensQuery } from "./queries.ts";
import { t } from "../strings/accounts.ts";
import { said } from "../strings/said.ts";
import { t as ui } from "../strings/ui.ts";

/** API tokens of the account: made here and shown once, listed, ended. */
export function Tokens() {
  const { data: tokens } = useSuspenseQuery(tokensQuery);
  const [ending, setEnding] = useState<ApiToken | null>(null);
  return (
    <section className="section" aria-labelledby="tokens">
      <h2 id="tokens" tabIndex={-1}>
        {t("tokens.title")}
      </h2>
      <p className="quiet">{t("tokens.about")}</p>
      <NewToken />
      {tokens.length > 0 && (
        <table className="list mt-6">
          <caption className="vh">{t("tokens.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("tokens.name")}</th>
              <th scope="col" className="w-[200px]">
                {t("tokens.begins")}
              </th>
              <th scope="col" className="w-[180px]">
                {t("tokens.made")}
              </th>
              <th scope="col" className="w-[180px]">
                {t("tokens.lastUsed")}
              </th>
              <th scope="col" className="w-[44px]">
                <span className="vh">{ui("actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <tr key={token.id}>
                <th scope="row">
                  <div className="who-line mail">{said(token.name)}</div>
                </th>
                <td className="fact first">
                  <code>{token.hint}…</code>
                </td>
                <td className="fact">
                  <span className="narrow-only">{t("tokens.madeShort")}</span>
                  <Moment at={token.created_at} />
                </td>
                <td className="fact">
                  {token.last_used_at === null ? t("tokens.neverUsed") : <LastUsed at={token.last_used_at} />}
                </td>
                <td className="act">
                  <TokenMenu of={token} onEnd={() => setEnding(token)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ending !== null && <EndToken token={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

function LastUsed({ at }: { at: string }) {
  return (
    <>
      <span className="narrow-only">{t("tokens.usedShort")}</span>
      <Moment at={at} />
    </>
  );
}

function TokenMenu({ of, onEnd }: { of: ApiToken; onEnd: () => void }) {
  return (
    <MoreMenu label={ui("actionsFor", { name: said(of.name) })} id={`token-${of.id}`}>
      <MenuItem danger onSelect={onEnd}>
        {t("tokens.end")}
      </MenuItem>
    </MoreMenu>
  );
}

function NewToken() {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const create = useAct(async (of: string) => (await send(endpoints.createToken, { body: { name: of } })).body, {
    onDone: () => {
      setName("");
      announce(t("tokens.announced"));
      void queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <>
      <form
        className="narrow mt-4 flex flex-wrap items-end gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.start(name.trim());
        }}
      >
        <div className="min-w-[220px] flex-1">
          <Field
            label={t("tokens.newName")}
            autoComplete="off"
            placeholder={t("tokens.example")}
            name="name"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        <Button type="submit" busy={create.isPending}>
          {t("tokens.make")}
        </Button>
      </form>
      {create.isError && (
        <div className="narrow mt-4">
          <ErrorNote>{wordsOf(create.error)}</ErrorNote>
        </div>
      )}
      {create.data !== undefined && (
        <div className="once narrow">
          <div className="rowline">
            <strong className="wrap">{t("tokens.shown", { name: create.data.api_token.name })}</strong>
            <span className="small quiet">{t("tokens.shownOnce")}</span>
          </div>
          <div className="rowline">
            <output>{create.data.token}</output>
            <CopyButton value={create.data.token} what={t("tokens.theNew")} text={ui("copy")} />
          </div>
        </div>
      )}
    </>
  );
}

function EndToken({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const queryClient = useQueryClient();
  const cancel = useRef<HTMLButtonElement>(null);
  const end = useAct((_: undefined) => send(endpoints.endToken, { params: { id: token.id } }), {
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
      announce(t("tokens.ended", { name: said(token.name) }));
      onClose();
    },
  });
  return (
    <Dialog
      title={t("tokens.endTitle")}
      about={said(token.name)}
      firstFocus={cancel}
      openerId={`token-${token.id}`}
      onClose={onClose}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {ui("cancel")}
          </Button>
          <Button kind="end" busy={end.isPending} onClick={() => end.start(undefined)}>
            {t("tokens.endNamed", { name: said(token.name) })}
          </Button>
        </>
      }
    >
      {end.isError && (
        <div>
          <ErrorNote>{wordsOf(end.error)}</ErrorNote>
        </div>
      )}
      <p>{t("tokens.endConsequence")}</p>
    </Dialog>
  );
}
