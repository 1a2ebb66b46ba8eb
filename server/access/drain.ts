import { setTimeout as delay } from "node:timers/promises";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { hiddenSql, watchHidden } from "./hidden.ts";
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
const giveUpMs = 15_000;

interface Options {
  readonly onLook?: (roleOid: number, left: number) => void;
  /** At the first look that finds nobody of any of them: what follows may begin beside the looks that confirm it. */
  readonly onEmpty?: () => void;
  /** Only sessions that began before then, by the server's clock as text. */
  readonly begunBefore?: string;
}

/**
 * Ends the sessions of roles until five looks in a row find none of theirs. By OID: after DROP ROLE the name is gone and
 * the session is not. A connection that shows no user yet (options='-c post_auth_delay=…') is past the login check and
 * would wake as one of them, so whatever hides for a second is ended too; an innocent one connects again.
 */
export async function drain(
  admin: AdminConnection,
  roleOids: readonly number[],
  { onLook = () => undefined, onEmpty = () => undefined, begunBefore }: Options = {},
): Promise<Map<number, Drained>> {
  await mayEndSessions(admin, roleOids);
  const houses = new Map(roleOids.map((oid) => [oid, newHouse()]));
  const hidden = watchHidden();
  const sql = lookSql(hiddenSql(admin.facts));
  const started = performance.now();
  for (;;) {
    await hidden.endOverdue(admin);
    const look = await lookAndEnd(admin, sql, [roleOids, begunBefore ?? "infinity"]);
    const lingering = hidden.note(look.hidden);
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

async function lookAndEnd(admin: AdminConnection, sql: string, params: readonly unknown[]): Promise<Look> {
  const [look] = await admin.query<Look>(sql, params);
  if (look === undefined) throw new Error("the look at the sessions has no answer");
  return look;
}

const lookSql = (hiddenSql: string): string => `
  with gone as materialized (
    select a.pid, a.usesysid, a.application_name, a.client_addr, a.backend_start, pg_terminate_backend(a.pid) as told
    from pg_stat_activity a where a.usesysid = any($1::oid[]) and a.pid <> pg_backend_pid()
      and coalesce(a.backend_start < $2::timestamptz, true)
  ), hidden as materialized (${hiddenSql})
  select clock_timestamp() as at,
    coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'role_oid', usesysid::bigint, 'application', application_name, 'client', host(client_addr),
      'since', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) from gone where told or not told), '[]') as sessions,
    coalesce((select jsonb_agg(pid) from hidden), '[]') as hidden`;

/**
 * Ends the sessions that began before now, and no later one: what they took by SET ROLE does not outlive a lower level.
 * @returns why some may go on, in words
 */
export async function endSessionsSoFar(admin: AdminConnection, roleOid: number): Promise<string | null> {
  const [clock] = await admin.query<{ at: string }>("select clock_timestamp()::text as at");
  const drained = (await drain(admin, [roleOid], { begunBefore: clock?.at ?? "infinity" })).get(roleOid);
  return drained === undefined || drained.goneAt !== null ? null : `${drained.left} sessions do not end.`;
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
