import type { Closure } from "@guestlist/contract";

/** "psql, pid 4121 · DataGrip, pid 4188" */
export function sessionsEndedInWords({ sessions_ended: ended }: Pick<Closure, "sessions_ended">): string {
  if (ended.length === 0) return "None was open";
  return ended.map(({ application, pid }) => `${application || "no name"}, pid ${pid}`).join(" · ");
}

/** "14", with the database where they were in several. */
export function movedInWords({ objects_moved: moved }: Pick<Closure, "objects_moved">): string {
  const byDatabase = new Map<string, number>();
  for (const { database, count } of moved) byDatabase.set(database, (byDatabase.get(database) ?? 0) + count);
  if (byDatabase.size === 1) return String([...byDatabase.values()][0]);
  return [...byDatabase].map(([database, count]) => `${count} in ${database}`).join(", ");
}

export function leftOverInWords({ left_over: left }: Pick<Closure, "left_over">): string {
  return left.length === 0 ? "Nothing" : `${left.join(" ")} We try again.`;
}
