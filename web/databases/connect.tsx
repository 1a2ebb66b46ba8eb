import { endpoints, type Connection } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { announce } from "../ui/live-region.tsx";
import { ErrorNote, Note } from "../ui/note.tsx";
import { RingSign } from "../ui/signs.tsx";
import { timeOrDay } from "../ui/time.ts";
import { snippetsOf } from "./snippets.ts";

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
        announce("Your new password is shown. Copy it now.");
        void queryClient.invalidateQueries({ queryKey: ["databases", database] });
      },
    },
  );
  const ready = connection.state === "ready";
  return (
    <section aria-labelledby="connect">
      <div className="head">
        <div>
          <h2 id="connect">Connect as me</h2>
          <p className="quiet">Your own login. Nobody else has its password, and we do not keep it.</p>
        </div>
      </div>
      {!ready && (
        <Note kind="move" sign={<RingSign className="c-move" />}>
          {connection.state === "making" ? "Your login is being made." : "Your login cannot be used now."}
          {connection.reason !== null && <small>{connection.reason}</small>}
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
        <dt>Host</dt>
        <dd className="mono">{connection.host}</dd>
        <dt>Port</dt>
        <dd className="mono">{connection.port}</dd>
        <dt>Database</dt>
        <dd className="mono">{connection.dbname}</dd>
        <dt>Login</dt>
        <dd className="mono">{connection.login_name ?? "not made yet"}</dd>
      </dl>
      <div className="mt-4">
        <Button
          kind={connection.has_password ? undefined : "first"}
          busy={rotate.isPending}
          whyNot={ready ? undefined : (connection.reason ?? "Your login is not ready yet.")}
          onClick={() => rotate.start(connection.has_password)}
        >
          {connection.has_password ? "Make a new password" : "Make my password"}
        </Button>
      </div>
    </section>
  );
}

function Snippets({ connection }: { connection: Connection }) {
  const snippets = snippetsOf(connection);
  return (
    <Tabs.Root defaultValue="psql">
      <Tabs.List className="seg" aria-label="Show as">
        {snippets.map(({ name }) => (
          <Tabs.Trigger key={name} value={name}>
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {snippets.map(({ name, text }) => (
        <Tabs.Content key={name} value={name} className="code" tabIndex={-1}>
          <pre>{text}</pre>
          <CopyButton value={text} what={name === "psql" ? "the psql command" : `the text for ${name}`} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
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
        <strong>Your new password</strong>
        <span className="small quiet">Shown once. Copy it now.</span>
      </div>
      <div className="rowline">
        <output>{password}</output>
        <CopyButton value={password} what="the new password" text="Copy" />
      </div>
      <div className="rowline">
        <p className="small">
          {hadPassword
            ? `The password before this one stopped working at ${timeOrDay(new Date(changedAt), new Date())}. Open sessions go on.`
            : "From now on you can log in with it."}
        </p>
        <CopyButton value={uri} what="the URI with the new password" text="Copy as URI" />
      </div>
    </div>
  );
}
