import type { Collaborator, Database } from "@guestlist/contract";
import { Fragment, type ReactNode } from "react";
import { OpenDoorSign } from "../access-line/house.tsx";
import { t } from "../strings/collaborators.ts";
import { said } from "../strings/said.ts";
import { Address } from "../ui/address.tsx";
import { name, text } from "../ui/marks.tsx";
import { Note } from "../ui/note.tsx";
import { timeOrDay } from "../ui/time.ts";

/** The server is silent: what that means for who can get in. */
export function SilentNote({ database, rows, now }: { database: Database; rows: readonly Collaborator[]; now: Date }) {
  const { to_mend: mend } = database.server;
  const emails = rows.filter((row) => row.status === "revoking").map((row) => row.email);
  return (
    <Note kind="move" sign={<OpenDoorSign />}>
      {emails.length > 0 ? stillOpen(database) : silentSince(database, now)}
      <small>
        {emails.length > 0 && (
          <>
            {t.rich("silent.waiting", {
              n: emails.length,
              emails: emails.join(", "),
              people,
            })}{" "}
          </>
        )}
        {mend !== null && `${said(mend)} `}
        {triesInWords(database.server, now)}
      </small>
    </Note>
  );
}

const stillOpen = ({ name: database, server }: Database) =>
  server.to_mend === null
    ? t.rich("silent.open", { database, name })
    : t.rich("silent.openRefused", { database, reason: said(server.reason ?? ""), name });

const silentSince = ({ name: database, server }: Database, now: Date) => {
  const time = server.seen_at === null ? "" : timeOrDay(new Date(server.seen_at), now);
  const seen = time === "" ? "never" : "seen";
  return server.to_mend === null
    ? t.rich(`silent.${seen}`, { database, time, name })
    : t.rich("silent.refused", { database, reason: said(server.reason ?? ""), seen, time, name });
};

/** `a@x.com, b@x.com`: each keeps its breaks. */
const people = (words: ReactNode) =>
  text(words)
    .split(", ")
    .map((email, index) => (
      <Fragment key={email}>
        {index > 0 && ", "}
        <Address of={email} />
      </Fragment>
    ));

/** "Last try 4 s ago, next in 11 s." */
export function triesInWords({ last_try_at: lastAt, next_try_at: nextAt }: Database["server"], now: Date): string {
  const seconds = (at: string) => Math.round(Math.abs(new Date(at).getTime() - now.getTime()) / 1000);
  const isNow = nextAt !== null && new Date(nextAt) <= now;
  if (lastAt === null) {
    if (nextAt === null) return "";
    return isNow ? t("silent.nextNow") : t("silent.nextIn", { next: seconds(nextAt) });
  }
  const last = seconds(lastAt);
  if (nextAt === null) return t("silent.last", { last });
  return isNow ? t("silent.lastNextNow", { last }) : t("silent.lastNextIn", { last, next: seconds(nextAt) });
}
