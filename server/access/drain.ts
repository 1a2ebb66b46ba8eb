import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { quoteIdent } from "./quote.ts";

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
/** How long after the door was shut a connection that hides may still have come through it: looks are not instants. */
const newcomersMs = 100;
const giveUpMs = 15_000;

/**
 * Ends the sessions of roles until five looks in a row find none of theirs. By OID: after DROP ROLE the name is gone and
 * the session is not. A connection that shows no user yet (options='-c post_auth_delay=…') is past the login check and
 * would wake as one of them, so whatever hides for a second is ended too; an innocent one connects again. `onEmpty` is
 * called at the first look that finds nobody of any of them: what follows may begin beside the looks that confirm it.
 */
export async function drain(
  admin: AdminConnection,
  roleOids: readonly number[],
  onLook: (roleOid: number, left: number) => void = () => undefined,
  onEmpty: () => void = () => undefined,
): Promise<Map<number, Drained>> {
  await mayEndSessions(admin, roleOids);
  const houses = new Map(roleOids.map((oid) => [oid, newHouse()]));
  const hidden = new Map<number, number>();
  const started = performance.now();
  for (let looks = 0; ; looks += 1) {
    const look = await lookAndEnd(admin, roleOids, overdue(hidden));
    // Whoever begins to connect after the door was shut finds it shut: their hiding delays nothing.
    const lingering = remember(hidden, look.hidden, looks < 3 || performance.now() - started < newcomersMs);
    for (const [oid, house] of houses) {
      const seen = look.sessions.filter((session) => session.role_oid === oid);
      if (note(house, seen, lingering, look.at)) tellProgress(house, () => onLook(oid, seen.length));
    }
    const leastEmpty = Math.min(emptyLooks, ...[...houses.values()].map((house) => house.empty));
    if (leastEmpty > 0) onEmpty();
    const isOver = leastEmpty === emptyLooks;
    if (isOver || performance.now() - started > giveUpMs)
      return new Map([...houses].map(([oid, house]) => [oid, drainedOf(house)]));
    await delay(pauseMs);
  }
}

/** Somebody looks on, and is told a few times a second; each time costs the control database two writes. */
function tellProgress(house: House, tell: () => void): void {
  if (performance.now() - house.toldAt < 250) return;
  house.toldAt = performance.now();
  tell();
}

interface House {
  readonly ended: Map<number, EndedSession>;
  /** Looks in a row that found nobody, and the moment of the first of them. */
  empty: number;
  goneAt: Date | null;
  left: number;
  toldAt: number;
}

const newHouse = (): House => ({ ended: new Map(), empty: 0, goneAt: null, left: 0, toldAt: -Infinity });

/** @returns true when somebody was there, or may be: whoever hides could be of any role. */
function note(house: House, seen: readonly SeenSession[], lingering: number, at: Date): boolean {
  for (const { role_oid: _, ...session } of seen) house.ended.set(session.pid, session);
  house.left = seen.length + lingering;
  if (house.left > 0) {
    house.empty = 0;
    return true;
  }
  if (house.empty === 0) house.goneAt = at;
  house.empty += 1;
  return false;
}

const drainedOf = ({ ended, empty, goneAt, left }: House): Drained => ({
  goneAt: empty >= emptyLooks ? goneAt : null,
  ended: [...ended.values()],
  left,
});

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

/** A row of pg_stat_activity as the receipt shows it. */
export const sessionAsJson = `jsonb_build_object('pid', pid, 'application', application_name, 'client', host(client_addr),
  'since', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** Tells the sessions of a role to end, and waits for nothing: the drain looks whether they do, and for who comes late. */
export const endSessionsSql = (roleOid: number): string =>
  `select s.* from (select ${sessionAsJson} as seen, pg_terminate_backend(pid) as told from pg_stat_activity
     where usesysid = ${roleOid} and pid <> pg_backend_pid() offset 0) a
   cross join lateral jsonb_to_record(seen) as s(pid int, application text, client text, since text) where told or not told`;

export const listSessions = (admin: AdminConnection, roleOid: number): Promise<EndedSession[]> =>
  admin.query<EndedSession>(
    `select s.* from pg_stat_activity, jsonb_to_record(${sessionAsJson}) as s(pid int, application text, client text, since text)
     where usesysid = $1`,
    [roleOid],
  );

type SeenSession = EndedSession & { readonly role_oid: number };

interface Look {
  readonly at: Date;
  readonly sessions: readonly SeenSession[];
  readonly hidden: readonly number[];
}

async function lookAndEnd(
  admin: AdminConnection,
  roleOids: readonly number[],
  overdue: readonly number[],
): Promise<Look> {
  const sql = admin.facts.versionNum >= 180000 ? lookSql(hidden18) : lookSql(hiddenBefore18);
  const [look] = await admin.query<Look>(sql, [roleOids, overdue]);
  if (look === undefined) throw new Error("the look at the sessions has no answer");
  return look;
}

/** Before 18 such a connection has no row there at all, and gives itself away by its locks only. */
const hiddenBefore18 = `select distinct l.pid from pg_locks l left join pg_stat_activity a on a.pid = l.pid
  where l.pid is not null and a.pid is null`;
const hidden18 = `select pid from pg_stat_activity where backend_type = 'client backend' and usesysid is null`;

const lookSql = (hiddenSql: string): string => `
  with gone as materialized (
    select a.pid, a.usesysid, a.application_name, a.client_addr, a.backend_start, pg_terminate_backend(a.pid) as told
    from pg_stat_activity a where a.usesysid = any($1::oid[]) and a.pid <> pg_backend_pid()
  ), hidden as materialized (${hiddenSql}),
  woken as materialized (select count(*) filter (where pg_terminate_backend(pid)) as told from hidden where pid = any($2::int[]))
  select clock_timestamp() as at, (select told from woken) as told,
    coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'role_oid', usesysid::bigint, 'application', application_name, 'client', host(client_addr),
      'since', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) from gone where told or not told), '[]') as sessions,
    coalesce((select jsonb_agg(pid) from hidden), '[]') as hidden`;

/** Ends the sessions that began before now, and no later one: what they took by SET ROLE does not outlive a lower level. */
export async function endSessionsSoFar(admin: AdminConnection, roleOid: number): Promise<void> {
  const [clock] = await admin.query<{ at: string }>("select clock_timestamp()::text as at");
  await mayEndSessions(admin, [roleOid]);
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

/**
 * The same for a login whose password was changed: also what hides its user, which may have been let in by the old one.
 * @returns how many sessions were ended
 */
export async function drainOldSessions(admin: AdminConnection, roleOid: number): Promise<number> {
  return (await drain(admin, [roleOid])).get(roleOid)?.ended.length ?? 0;
}

/**
 * PostgreSQL lets a session be ended by members of its role only, and by those of pg_signal_backend, which nobody gives
 * without being asked. Whoever made a role is a member of it since 16; before, an admin that may create roles may join it.
 */
export async function mayEndSessions(admin: AdminConnection, roleOids: readonly number[]): Promise<void> {
  if (admin.facts.superuser) return;
  const roles = await admin.query<{ name: string }>(
    `select rolname as name from pg_roles where oid = any($1::oid[]) and not pg_has_role(oid, 'USAGE')
       and not pg_has_role('pg_signal_backend', 'USAGE')`,
    [roleOids],
  );
  for (const { name } of roles) await admin.query(`GRANT ${quoteIdent(name)} TO CURRENT_USER`);
}
