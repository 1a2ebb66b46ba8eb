import type { Database } from "@guestlist/contract";
import type { ReactNode } from "react";
import { bold } from "../ui/marks.tsx";
import { clockTime, isSameDay, weekdayAndDay } from "../ui/time.ts";
import { t } from "../strings/databases.ts";
import { t as ui } from "../strings/ui.ts";

/** "5 people, 4 sessions at 14:04", and below "2 pending, 1 still open after a revoke". */
export function peopleInWords(database: Database, now: Date): { first: string; rest: string; waiting: string } {
  const { people } = database;
  const rest = [
    people.pending > 0 ? t("pending", { n: people.pending }) : "",
    people.making > 0 ? t("making", { n: people.making }) : "",
  ].filter((part) => part !== "");
  const quiet = people.sessions === null ? t("notShown") : t("nobodyPending");
  return {
    first: canLogIn(database, now),
    rest: rest.length > 0 ? rest.join(", ") : people.revoking > 0 ? "" : quiet,
    waiting: people.revoking === 0 ? "" : t("stillOpen", { n: people.revoking }),
  };
}

function canLogIn({ people: { can_log_in: n, sessions, seen_at: seenAt }, server }: Database, now: Date): string {
  if (sessions === null) return t("people", { n });
  if (server.state !== "silent" || sessions === 0 || seenAt === null) return t("peopleNow", { n, sessions });
  return t("peopleSeen", { n, sessions, when: atShort(seenAt, now) });
}

/** "at 14:04", "at Mon 23 Nov, 14:04" */
function atShort(at: string, now: Date): string {
  const time = clockTime(new Date(at));
  const day = weekdayAndDay(new Date(at), now);
  return isSameDay(new Date(at), now) ? ui("time.at", { time }) : ui("time.atDay", { day, time });
}

/** The answer of the list of databases: how many people can log in to the reader's own. */
export function databasesAnswer(databases: readonly Database[]): ReactNode {
  const own = databases.filter(({ standing }) => standing === "owner");
  const revokes = databases.reduce((sum, { people }) => sum + people.revoking, 0);
  if (own.length === 0) return t.rich("answer.shared", { n: databases.length, revokes, b: bold });
  const people = own.reduce((sum, each) => sum + each.people.can_log_in, 0);
  return t.rich("answer.own", { people, own: own.length, revokes, b: bold });
}
