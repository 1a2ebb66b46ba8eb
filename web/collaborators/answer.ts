import type { Database } from "@guestlist/contract";
import { atTime } from "../ui/time.ts";
import { t } from "../strings/collaborators.ts";

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
  const making = people.making === 0 || silent ? "" : ` ${t("answer.making", { n: people.making })}`;
  if (people.can_log_in === 0) return { strong: t("answer.nobody"), rest: making };
  if (people.can_log_in === 1 && standing === "owner") return { strong: t("answer.onlyYou"), rest: making || sessions };
  const who = t("answer.people", { n: people.can_log_in });
  if (people.revoking > 0) {
    const only = t("answer.only", {
      n: people.revoking,
      silent: server.to_mend !== null ? "refuses" : silent ? "yes" : "no",
    });
    return { strong: who, rest: `${only}${sessions}${making}` };
  }
  return { strong: `${who}.`, rest: `${sessions}${making}` };
}

function sessionsSentence({ sessions: n, seen_at: seenAt }: Database["people"], silent: boolean, now: Date): string {
  if (n === null) return "";
  if (!silent) return ` ${t("answer.sessions", { n })}`;
  if (seenAt === null) return ` ${t("answer.sessionsBefore", { n })}`;
  return ` ${t("answer.sessionsSeen", { n, when: atTime(new Date(seenAt), now) })}`;
}
