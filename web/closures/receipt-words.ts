import type { Closure } from "@guestlist/contract";
import { exactTime } from "../ui/time.ts";
import { secondsOf } from "../ui/words.ts";
import { t } from "../strings/closures.ts";
import { said } from "../strings/said.ts";

/** "psql, pid 4121, from 10.0.0.7, since 13 Feb 2026, 10:21:07 · DataGrip, pid 4188" */
export function sessionsEndedInWords({ sessions_ended: ended }: Pick<Closure, "sessions_ended">): string {
  if (ended.length === 0) return t("receipt.noSession");
  return ended
    .map(({ application, pid, client, since }) =>
      t("receipt.session", {
        application: application || t("receipt.noName"),
        pid: String(pid),
        from: client === null ? "no" : "yes",
        client: client ?? "",
        begun: since === null ? "no" : "yes",
        since: since === null ? "" : exactTime(new Date(since)),
      }),
    )
    .join(" · ");
}

/** "14", with the database where they were in several. */
export function movedInWords({ objects_moved: moved }: Pick<Closure, "objects_moved">): string {
  const byDatabase = new Map<string, number>();
  for (const { database, count } of moved) byDatabase.set(database, (byDatabase.get(database) ?? 0) + count);
  if (byDatabase.size === 1) return String([...byDatabase.values()][0]);
  return [...byDatabase].map(([database, count]) => t("receipt.movedIn", { n: count, database })).join(", ");
}

type Left = Pick<Closure, "left_over" | "login_dropped_at">;

export function leftOverInWords({ left_over: left, login_dropped_at: dropped }: Left): string {
  if (left.length === 0) return t("receipt.nothingLeft");
  const sentences = left.map(said).join(" · ");
  // What is left beside a role that is gone is not ours to try.
  return dropped === null ? t("receipt.again", { sentences }) : sentences;
}

/** Of an access that is closed, and whose role is not dropped yet; null once it is. */
export function cleaningInWords({ left_over: left, login_dropped_at: dropped }: Left): string | null {
  if (dropped !== null) return null;
  return left.length === 0 ? t("ended.cleaningUp") : t("ended.cleaning", { sentences: left.map(said).join(" · ") });
}

/** "a91f 03c7": enough to tell keys apart, for people. */
export const shortKey = (id: string): string => `${id.slice(0, 4)} ${id.slice(4, 8)}`;

/** Of the request's time, where it had to be put on the shared server's clock; null where the two agree. */
export function clockInWords({ clock_ahead_ms: ahead }: Pick<Closure, "clock_ahead_ms">): string | null {
  if (ahead === 0) return null;
  return t("receipt.clockWas", { seconds: secondsOf(Math.abs(ahead)), ahead: ahead > 0 ? "yes" : "no" });
}
