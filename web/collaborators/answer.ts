import type { Database } from "@guestlist/contract";
import { timeOrDay } from "../ui/time.ts";
import { counted } from "../ui/words.ts";

/** The sentence that answers a page; what is strong is its first part. */
export interface Answer {
  readonly strong: string;
  readonly rest: string;
}

/** Who can log in to one database now, and how sure that is. */
export function whoCanLogIn(
  { people, server, standing }: Pick<Database, "people" | "server" | "standing">,
  now: Date,
): Answer {
  const silent = server.state === "silent";
  const sessions = sessionsSentence(people, silent, now);
  const making =
    people.making === 0 || silent ? "" : ` ${counted(people.making, "login is", "logins are")} being made.`;
  if (people.can_log_in === 0) return { strong: "Nobody can log in yet.", rest: making };
  if (people.can_log_in === 1 && standing === "owner") {
    const waits = making || sessions;
    return { strong: "Only you can log in.", rest: waits };
  }
  const who = counted(people.can_log_in, "person can log in", "people can log in");
  if (people.revoking > 0) {
    const some = people.revoking === 1 ? "one of them" : `${people.revoking} of them`;
    return {
      strong: who,
      rest: `, ${some} only until ${silent ? "the server answers" : "it is closed"}.${sessions}${making}`,
    };
  }
  return { strong: `${who}.`, rest: `${sessions}${making}` };
}

function sessionsSentence({ sessions, seen_at: seenAt }: Database["people"], silent: boolean, now: Date): string {
  if (sessions === null) return "";
  const words = sessions === 0 ? "No session" : counted(sessions, "session", "sessions");
  if (!silent) return ` ${words} ${sessions > 1 ? "are" : "is"} open.`;
  const when = seenAt === null ? "" : ` at ${timeOrDay(new Date(seenAt), now)}`;
  return ` ${words} ${sessions > 1 ? "were" : "was"} open${when}.`;
}
