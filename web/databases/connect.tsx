import { endpoints, type Connection } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { atTime } from "../ui/time.ts";
import { snippetsOf } from "./snippets.ts";
import { t } from "../strings/connecting.ts";
import { t as ui } from "../strings/ui.ts";
import { said } from "../strings/said.ts";

/** The reader's own way in: how to connect, and a password that only they see. */
export function Connect({ connection, database }: { connection: Connection; database: string }) {
  const queryClient = useQueryClient();
  const rotate = useAct(
    async (hadPassword: boolean) => ({
      ...(await send(endpoints.rotatePassword, { params: { database } })).body,
      hadPassword,
    }),
    {
      onDone: () => {
        announce(t("password.announced"));
        void queryClient.invalidateQueries({ queryKey: ["databases", database] });
      },
    },
  );
  const ready = connection.state === "ready";
  return (
    <section aria-labelledby="connect">
      <div className="head">
        <div>
          <h2 id="connect">{t("title")}</h2>
          <p className="quiet">{t("about")}</p>
        </div>
      </div>
      {!ready && (
        <Note kind="move" sign={<RingSign className="c-move" />}>
          {t(connection.state === "making" ? "making" : "unusable")}
          {connection.reason !== null && <small>{said(connection.reason)}</small>}
        </Note>
      )}
      {connection.login_name !== null && <Snippets connection={connection} />}
      {rotate.data !== undefined && <PasswordOnce {...rotate.data} />}
      {rotate.isError && (
        <div className="mt-6">
          <ErrorNote>{wordsOf(rotate.error)}</ErrorNote>
        </div>
      )}
      <dl className="kv mt-6">
        <dt>{t("host")}</dt>
        <dd className="mono">{connection.host}</dd>
        <dt>{t("port")}</dt>
        <dd className="mono">{connection.port}</dd>
        <dt>{t("database")}</dt>
        <dd className="mono">{connection.dbname}</dd>
        <dt>{t("login")}</dt>
        <dd className="mono">{connection.login_name ?? t("notMade")}</dd>
      </dl>
      <div className="mt-4">
        <Button
          kind={connection.has_password ? undefined : "first"}
          busy={rotate.isPending}
          whyNot={ready ? undefined : said(connection.reason ?? t("password.notReady"))}
          onClick={() => rotate.start(connection.has_password)}
        >
          {t(connection.has_password ? "password.another" : "password.first")}
        </Button>
      </div>
    </section>
  );
}

function Snippets({ connection }: { connection: Connection }) {
  const tabs = snippetsOf(connection).map(({ name, text }) => ({
    name,
    content: (
      <>
        <pre>{text}</pre>
        <CopyButton
          key={name}
          value={text}
          what={name === "psql" ? t("psqlCommand") : t("textFor", { program: name })}
        />
      </>
    ),
  }));
  return <Tabs label={t("showAs")} className="code" tabs={tabs} />;
}

interface PasswordOnceProps {
  password: string;
  uri: string;
  changed_at: string;
  hadPassword: boolean;
}

function PasswordOnce({ password, uri, changed_at: changedAt, hadPassword }: PasswordOnceProps) {
  return (
    <div className="once">
      <div className="rowline">
        <strong>{t("password.title")}</strong>
        <span className="small quiet">{t("password.once")}</span>
      </div>
      <div className="rowline">
        <output>{password}</output>
        <CopyButton value={password} what={t("password.what")} text={ui("copy")} />
      </div>
      <div className="rowline">
        <p className="small">
          {hadPassword
            ? t("password.before", { when: atTime(new Date(changedAt), new Date()) })
            : t("password.fromNow")}
        </p>
        <CopyButton value={uri} what={t("password.uri")} text={t("password.copyUri")} />
      </div>
    </div>
  );
}
