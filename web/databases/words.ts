import type { Database } from "@guestlist/contract";
import { dayAndTime, isSameDay, clockTime } from "../ui/time.ts";
import { counted, sessionsCounted } from "../ui/words.ts";

export const standingWords: Record<Database["standing"], { they: string; you: string }> = {
  owner: { they: "Owner", you: "You own it" },
  full: { they: "Full access", you: "You have full access" },
  "read-write": { they: "Read-write access", you: "You have read-write access" },
  "read-only": { they: "Read-only access", you: "You have read-only access" },
};

/** "PostgreSQL 17.6 on db-paris-1", "PostgreSQL 18.4, bundled" */
export function serverInWords({ name, version, bundled }: Database["server"]): string {
  const product = version === null ? "PostgreSQL" : `PostgreSQL ${version}`;
  return bundled ? `${product}, bundled` : `${product} on ${name}`;
}

/** Whether the server answers: "Answers in 4 ms", "Does not answer since 14:04"; `short` where there is little room. */
export function answerOfServer(
  server: Database["server"],
  now: Date,
): { words: string; short: string; silent: boolean } {
  if (server.state === "silent") {
    const since = server.silent_since ?? server.seen_at;
    const when = since === null ? "" : ` since ${shortTime(since, now)}`;
    return { words: `Does not answer${when}`, short: `No answer${when}`, silent: true };
  }
  const words =
    server.state === "unknown"
      ? "Not looked yet"
      : server.answers_ms === null
        ? "Answers"
        : `Answers in ${milliseconds(server.answers_ms)}`;
  return { words, short: words, silent: false };
}

const milliseconds = (ms: number): string => (ms < 1 ? "under 1 ms" : `${Math.round(ms)} ms`);

function shortTime(at: string, now: Date): string {
  const time = new Date(at);
  return isSameDay(time, now) ? clockTime(time) : dayAndTime(time, now);
}

/** "5 people, 4 sessions at 14:04", and below "2 pending, 1 still open after a revoke". */
export function peopleInWords(database: Database, now: Date): { first: string; rest: string; waiting: string } {
  const { people, server } = database;
  const silent = server.state === "silent";
  const sessions = people.sessions === null ? "" : `, ${sessionsCounted(people.sessions)}`;
  const when =
    silent && (people.sessions ?? 0) > 0 && people.seen_at !== null ? ` at ${shortTime(people.seen_at, now)}` : "";
  const rest = [
    people.pending > 0 ? `${people.pending} pending` : "",
    people.making > 0 ? counted(people.making, "login being made", "logins being made") : "",
  ].filter((part) => part !== "");
  const quiet = people.sessions === null ? "sessions are not shown to you" : "nobody pending";
  return {
    first: `${counted(people.can_log_in, "person", "people")}${sessions}${when}`,
    rest: rest.length > 0 ? rest.join(", ") : people.revoking > 0 ? "" : quiet,
    waiting: people.revoking === 0 ? "" : `${people.revoking} still open after a revoke`,
  };
}

/** The answer of the list of databases: how many people can log in to the reader's own. */
export function databasesAnswer(databases: readonly Database[]): { strong: string; rest: string } {
  const own = databases.filter(({ standing }) => standing === "owner");
  const revokes = databases.reduce((sum, { people }) => sum + people.revoking, 0);
  const waits =
    revokes === 0
      ? ""
      : ` ${counted(revokes, "revoke waits", "revokes wait")} for ${revokes === 1 ? "a server" : "their servers"}.`;
  if (own.length === 0) {
    return { strong: counted(databases.length, "database", "databases"), rest: ` shared with you.${waits}` };
  }
  const people = own.reduce((sum, each) => sum + each.people.can_log_in, 0);
  const where = own.length === 1 ? "your database" : `your ${own.length} databases`;
  return { strong: counted(people, "person", "people"), rest: ` can log in to ${where}.${waits}` };
}
