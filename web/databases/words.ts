import type { Database } from "@guestlist/contract";
import { clockTime, isSameDay, weekdayAndDay } from "../ui/time.ts";
import { t as ui } from "../strings/ui.ts";
import { t } from "../strings/database.ts";

/** What the reader is in a database: "Owner", "Read-write access". */
export const standingInWords = (standing: Database["standing"]): string => t(`standing.${standing}.they`);

/** "PostgreSQL 17.6 on db-paris-1", "PostgreSQL 18.4, bundled" */
export function serverInWords({ name, version, bundled }: Database["server"]): string {
  const product = version === null ? "PostgreSQL" : `PostgreSQL ${version}`;
  return bundled ? t("server.bundled", { product }) : t("server.on", { product, name });
}

/**
 * Whether the server answers: "Answers in 4 ms", "Does not answer since 14:04", "Does not let us in since 14:04"; `short`
 * where there is little room.
 */
export function answerOfServer(
  server: Database["server"],
  now: Date,
): { words: string; short: string; silent: boolean } {
  if (server.state === "silent") {
    const since = server.silent_since ?? server.seen_at;
    if (server.to_mend !== null) {
      const words = since === null ? t("server.refuses") : t("server.refusesSince", { since: sinceShort(since, now) });
      return { words, short: words, silent: true };
    }
    if (since === null) return { words: t("server.silent"), short: t("server.silentShort"), silent: true };
    const moment = { since: sinceShort(since, now) };
    return { words: t("server.silentSince", moment), short: t("server.silentShortSince", moment), silent: true };
  }
  const words = server.state === "unknown" ? t("server.notLooked") : answersWords(server.answers_ms);
  return { words, short: words, silent: false };
}

function answersWords(ms: number | null): string {
  if (ms === null) return t("server.answers");
  return ms < 1 ? t("server.answersAtOnce") : t("server.answersIn", { ms: Math.round(ms) });
}

/** "since 14:04", "since Mon 23 Nov, 14:04" */
function sinceShort(at: string, now: Date): string {
  const time = clockTime(new Date(at));
  const day = weekdayAndDay(new Date(at), now);
  return isSameDay(new Date(at), now) ? ui("time.since", { time }) : ui("time.sinceDay", { day, time });
}
