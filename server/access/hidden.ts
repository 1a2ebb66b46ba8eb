import type { AdminConnection } from "../databases/admin-connection.ts";

/** A connection that hides its user may be anybody's login in progress: those take milliseconds, not a second. */
const patienceMs = 1000;
/** How long after the door was shut a connection that hides may still have come through it: looks are not instants. */
const newcomersMs = 100;

/**
 * Before 18 such a connection has no row there at all, and gives itself away by its locks only. On 18 it has one, whose kind is
 * not shown to an admin that may not see statistics: then it is the locks again, of who has no database yet either.
 */
export const hiddenSql = ({ versionNum }: AdminConnection["facts"]): string =>
  versionNum >= 180000
    ? `select pid from pg_stat_activity where usesysid is null and (backend_type = 'client backend'
         or (backend_type is null and datid is null and pid in (select pid from pg_locks)))`
    : `select distinct l.pid from pg_locks l left join pg_stat_activity a on a.pid = l.pid
         where l.pid is not null and a.pid is null`;

/** Connections that show no user yet, and may be past the login check: they would wake as whoever was let in. */
export interface Hidden {
  /** How many of those that were there when the door was shut are there still. */
  note(pids: readonly number[]): number;
  /** Ends those that have hidden for too long to be somebody's login in progress. */
  endOverdue(admin: AdminConnection): Promise<void>;
}

export function watchHidden(): Hidden {
  const since = new Map<number, number>();
  const strangers = new Set<number>();
  const started = performance.now();
  let looks = 0;
  return {
    note(pids) {
      const now = new Set(pids);
      for (const pid of since.keys()) if (!now.has(pid)) since.delete(pid);
      const lingering = since.size;
      // Whoever begins to connect after the door was shut finds it shut: their hiding delays nothing.
      if (looks < 3 || performance.now() - started < newcomersMs)
        for (const pid of pids) if (!since.has(pid) && !strangers.has(pid)) since.set(pid, performance.now());
      looks += 1;
      return lingering;
    },
    async endOverdue(admin) {
      for (const [pid, from] of since) {
        if (performance.now() - from < patienceMs || (await mayEnd(admin, pid))) continue;
        // Nobody but a superuser may end a connection that has no user yet: it is not past the login check, so it is none of ours.
        strangers.add(pid);
        since.delete(pid);
      }
    },
  };
}

const mayEnd = (admin: AdminConnection, pid: number): Promise<boolean> =>
  admin.query("select pg_terminate_backend($1)", [pid]).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: string }).code !== "42501") throw error;
      return false;
    },
  );
