import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";

/** A session that was ended, as the receipt shows it. */
export interface EndedSession {
  readonly pid: number;
  readonly application: string;
  readonly client: string | null;
  readonly since: string | null;
}

export interface Drained {
  /** By the shared server's clock, of the first of the empty looks; null when sessions would not end in time. */
  readonly goneAt: Date | null;
  readonly ended: readonly EndedSession[];
  readonly left: number;
}

const emptyLooks = 5;
const pauseMs = 20;
/** A connection that hides its user may be anybody's login in progress: those take milliseconds, not a second. */
const patienceMs = 1000;
const giveUpMs = 15_000;

/**
 * Ends the sessions of a role until five looks in a row find none. By OID: after DROP ROLE the name is gone and the
 * session is not. A connection that shows no user yet (options='-c post_auth_delay=…') is past the login check and would
 * wake as that role, so whatever hides for a second is ended too; an innocent one connects again.
 */
export async function drain(admin: AdminConnection, roleOid: number, onLook: (left: number) => void): Promise<Drained> {
  const hidden = new Map<number, number>();
  const ended = new Map<number, EndedSession>();
  const started = performance.now();
  let goneAt: Date | null = null;
  for (let empty = 0; ;) {
    const look = await lookAndEnd(admin, roleOid, overdue(hidden));
    // Whoever begins to connect a second after the door was shut finds it shut: hiding then delays nothing.
    const lingering = remember(hidden, look.hidden, performance.now() - started < patienceMs);
    look.sessions.forEach((session) => ended.set(session.pid, session));
    const left = look.sessions.length + lingering;
    if (left === 0) {
      if (empty === 0) goneAt = look.at;
      empty += 1;
    } else {
      empty = 0;
      onLook(look.sessions.length);
    }
    if (empty === emptyLooks) return { goneAt, ended: [...ended.values()], left: 0 };
    if (performance.now() - started > giveUpMs) return { goneAt: null, ended: [...ended.values()], left };
    await delay(pauseMs);
  }
}

const overdue = (hidden: ReadonlyMap<number, number>): number[] =>
  [...hidden].filter(([, since]) => performance.now() - since >= patienceMs).map(([pid]) => pid);

/** How many of the connections that hide now did so at the look before. */
function remember(hidden: Map<number, number>, now: readonly number[], early: boolean): number {
  const seen = new Set(now);
  for (const pid of hidden.keys()) if (!seen.has(pid)) hidden.delete(pid);
  const lingering = hidden.size;
  if (early) for (const pid of now) if (!hidden.has(pid)) hidden.set(pid, performance.now());
  return lingering;
}

interface Look {
  readonly at: Date;
  readonly sessions: readonly EndedSession[];
  readonly hidden: readonly number[];
}

async function lookAndEnd(admin: AdminConnection, roleOid: number, overdue: readonly number[]): Promise<Look> {
  const sql = admin.facts.versionNum >= 180000 ? lookSql(hidden18) : lookSql(hiddenBefore18);
  const [look] = await admin.query<Look>(sql, [roleOid, overdue]);
  if (look === undefined) throw new Error("the look at the sessions has no answer");
  return look;
}

/** Before 18 such a connection has no row there at all, and gives itself away by its locks only. */
const hiddenBefore18 = `select distinct l.pid from pg_locks l left join pg_stat_activity a on a.pid = l.pid
  where l.pid is not null and a.pid is null`;
const hidden18 = `select pid from pg_stat_activity where backend_type = 'client backend' and usesysid is null`;

const lookSql = (hiddenSql: string): string => `
  with gone as materialized (
    select a.pid, a.application_name, a.client_addr, a.backend_start, pg_terminate_backend(a.pid) as told
    from pg_stat_activity a where a.usesysid = $1 and a.pid <> pg_backend_pid()
  ), hidden as materialized (${hiddenSql}),
  woken as materialized (select count(*) filter (where pg_terminate_backend(pid)) as told from hidden where pid = any($2::int[]))
  select clock_timestamp() as at, (select told from woken) as told,
    coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'application', application_name, 'client', host(client_addr),
      'since', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) from gone where told or not told), '[]') as sessions,
    coalesce((select jsonb_agg(pid) from hidden), '[]') as hidden`;

/** Ends the sessions that began before now, and no later one: what they took by SET ROLE does not outlive a lower level. */
export async function endSessionsSoFar(admin: AdminConnection, roleOid: number): Promise<void> {
  const [clock] = await admin.query<{ at: string }>("select clock_timestamp()::text as at");
  const started = performance.now();
  for (;;) {
    const [row] = await admin.query<{ left: number; told: number }>(
      `select count(*) as left, count(*) filter (where pg_terminate_backend(pid)) as told from pg_stat_activity
       where usesysid = $1 and backend_start < $2::timestamptz and pid <> pg_backend_pid()`,
      [roleOid, clock?.at],
    );
    if (row?.left === 0 || performance.now() - started > giveUpMs) return;
    await delay(pauseMs);
  }
}
