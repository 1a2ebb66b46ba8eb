import type { Collaborator, Database } from "@guestlist/contract";
import { OpenDoorSign } from "../access-line/house.tsx";
import { Address, Name } from "../ui/address.tsx";
import { Note } from "../ui/note.tsx";
import { timeOrDay } from "../ui/time.ts";

/** The server is silent: what that means for who can get in. */
export function SilentNote({ database, rows, now }: { database: Database; rows: readonly Collaborator[]; now: Date }) {
  const waiting = rows.filter((row) => row.status === "revoking");
  const { server } = database;
  return (
    <Note kind="move" sign={<OpenDoorSign />}>
      {waiting.length > 0 ? (
        <>
          <Name of={database.name} /> does not answer: access is still open, and will be closed as soon as it does.
        </>
      ) : (
        <>
          <Name of={database.name} /> does not answer.
          {server.seen_at !== null && ` What you see is from ${timeOrDay(new Date(server.seen_at), now)}.`}
        </>
      )}
      <small>
        {waiting.length > 0 && (
          <>
            {waiting.length === 1 ? "One revoke waits" : `${waiting.length} revokes wait`}:{" "}
            {waiting.map((row, index) => (
              <span key={row.id}>
                {index > 0 && ", "}
                <Address of={row.email} />
              </span>
            ))}
            .{" "}
          </>
        )}
        {triesInWords(server, now)}
      </small>
    </Note>
  );
}

/** "Last try 4 s ago, next in 11 s." */
export function triesInWords({ last_try_at: last, next_try_at: next }: Database["server"], now: Date): string {
  const seconds = (at: string) => Math.round(Math.abs(new Date(at).getTime() - now.getTime()) / 1000);
  const words = [
    last === null ? "" : `Last try ${seconds(last)} s ago`,
    next === null ? "" : new Date(next) <= now ? "next now" : `next in ${seconds(next)} s`,
  ].filter((part) => part !== "");
  return words.length === 0 ? "" : `${words.join(", ")}.`;
}
