import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Surroundings } from "./closing.ts";
import { endSessionsSql, mayEndSessions, sessionAsJson, type EndedSession } from "./drain.ts";
import { identify } from "./identity.ts";
import { endedByHandMarker, everyLoginMarker, loginMarker } from "./names.ts";
import { applyAll } from "./prepare.ts";
import { moveSubscriptions } from "./move-subscriptions.ts";
import type { FoundRole } from "./observe.ts";
import type { LoginRow } from "./queries.ts";
import { quoteLiteral } from "./quote.ts";
import { recordEnding, recordRefused, recordTaking } from "./record-closing.ts";
import type { Run } from "./run.ts";
import { shutDoor } from "./shut-door.ts";
import { restoreMarker, revokeMembership } from "./steps.ts";
import type { Step } from "./step.ts";

/** A login that lets nobody in any more. */
export interface ShutDoor {
  readonly row: LoginRow;
  /** Null when no role was found and none had been seen before. */
  readonly roleOid: number | null;
  readonly roleName: string;
  /** Why it still is a member of a role, in words. Its sessions end all the same. */
  readonly stillMember: string | null;
  /** Sessions that were told to end together with the memberships: the drain looks whether they did, and for more. */
  readonly ended: readonly EndedSession[];
  /** Roles that the login had before, and that let somebody in. */
  readonly others: NonNullable<Surroundings["others"]>;
  /** Why one of those still does, in words. */
  readonly otherOpen: string | null;
}

/** No new logins, then no memberships. @returns why new logins are not refused, in words */
export async function refuseNewLogins(run: Run, admin: AdminConnection, login: LoginRow): Promise<ShutDoor | string> {
  const found = await (run.findRole ?? findRole)(admin, login);
  if (typeof found === "string") return found;
  if (found === null) {
    const seen = await lookAround(admin, 0, login);
    const row = await recordRefused(run, login, null, seen);
    const { role_oid: roleOid, role_name: roleName } = login;
    return { row, roleOid, roleName, stillMember: null, ended: [], others: seen.others ?? [], otherOpen: null };
  }
  let before = found.subscribes ? await moveSubscriptions(run, admin, login, found.oid) : login;
  const refused = await shutDoor(run, admin, found, {
    thenAsk: surroundingsSql(found.oid, login),
    beforeEnding: async (sessions) => void (before = await recordEnding(run, before, sessions)),
  });
  if (!refused.done) {
    await takeWhatCanBe(run, admin, before, found);
    return refused.reason;
  }
  const seen = surroundingsIn(refused.rows);
  const row = await recordRefused(run, before, found.oid, seen);
  const ended: EndedSession[] = [];
  const stillMember = await removeMemberships(run, admin, found.oid, seen.memberships, ended);
  await giveMarkerBack(run, admin, login, found);
  const { others = [] } = seen;
  return { row, roleOid: found.oid, roleName: found.name, stillMember, ended, others, otherOpen: null };
}

/** New logins are let in still: so much the more counts what they may do, and that nobody is inside already. */
async function takeWhatCanBe(run: Run, admin: AdminConnection, login: LoginRow, { oid }: FoundRole): Promise<void> {
  const seen = await lookAround(admin, oid);
  await recordTaking(run, login, seen);
  await removeMemberships(run, admin, oid, seen.memberships);
  if (run.skips("drain")) return;
  await mayEndSessions(admin, [oid]);
  await admin.query(endSessionsSql(oid));
}

/** What looks for the role later, as the look for ended logins that are back, knows it by that alone. */
export async function giveMarkerBack(
  run: Run,
  admin: AdminConnection,
  login: LoginRow,
  role: FoundRole,
): Promise<void> {
  if (role.lostMarker !== true) return;
  const step = restoreMarker(role, loginMarker(login.id, login.generation, login.database_id), login.id);
  await applyAll(run, admin, [step]);
}

/** Ours by marker, or by OID and name; why it cannot be told, in words. A stranger's role of the same name is none of ours. */
export function findRole(admin: AdminConnection, login: LoginRow): Promise<FoundRole | string | null> {
  const marker = loginMarker(login.id, login.generation, login.database_id);
  return findMarked(admin, [marker, endedByHandMarker(marker)], login);
}

/** Where several have the marker, the one with that OID. */
export async function findMarked(
  admin: AdminConnection,
  [marker, ...others]: readonly [string, ...string[]],
  stored: Pick<LoginRow, "role_oid" | "role_name">,
): Promise<FoundRole | string | null> {
  const roles = await admin.query<FoundRole & { comment: string | null; marked: boolean }>(
    `select r.oid::bigint as oid, r.rolname as name, r.rolcanlogin as can_login, d.description as comment,
       coalesce(d.description = any($1), false) as marked,
       exists (select from pg_subscription s where s.subowner = r.oid) as subscribes
     from pg_roles r left join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
     where r.oid = $2::oid
       or r.oid in (select objoid from pg_shdescription where classoid = 'pg_authid'::regclass and description = any($1))`,
    [[marker, ...others], stored.role_oid],
  );
  const marked = roles.filter((role) => role.marked);
  const sameOid = roles.find(({ oid }) => oid === stored.role_oid);
  const known = { oid: stored.role_oid, marker, storedName: stored.role_name };
  const found = identify(marked, sameOid, known);
  if (found.role === null) return found.doubt;
  return { ...found.role, lostMarker: found.lostMarker };
}

/** After the door is shut: the server's clock and WAL position, and what is about to be taken away. */
const lookAround = async (admin: AdminConnection, roleOid: number, login?: LoginRow): Promise<Surroundings> =>
  surroundingsIn(await admin.query(surroundingsSql(roleOid, login)));

function surroundingsIn(rows: readonly object[] = []): Surroundings {
  if (rows[0] === undefined) throw new Error("the look at the login has no answer");
  return rows[0] as Surroundings;
}

const surroundingsSql = (roleOid: number, login?: Pick<LoginRow, "id">): string =>
  `select clock_timestamp() as at, pg_current_wal_insert_lsn()::text as lsn,
     coalesce((select jsonb_agg(jsonb_build_object('role', r.rolname, 'member', m.rolname, 'grantor', g.rolname))
       from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
       join pg_roles g on g.oid = a.grantor
       where (a.member = ${roleOid} or a.roleid = ${roleOid} or a.grantor = ${roleOid})
         and not (a.roleid = ${roleOid} and m.rolname = current_user)), '[]') as memberships,
     coalesce((select jsonb_agg(${sessionAsJson}) from pg_stat_activity where usesysid = ${roleOid}), '[]') as sessions
     ${login === undefined ? "" : othersSql(roleOid, everyLoginMarker(login.id))}`;

const othersSql = (roleOid: number, markers: string): string =>
  `, coalesce((select jsonb_agg(jsonb_build_object('oid', r.oid::bigint, 'name', r.rolname))
       from pg_roles r join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
       where d.description like ${quoteLiteral(markers)} and r.oid <> ${roleOid}
         and (r.rolcanlogin or exists (select from pg_auth_members m where m.member = r.oid))), '[]') as others`;

/** @returns why not, in words */
export const removeAllMemberships = async (run: Run, admin: AdminConnection, roleOid: number): Promise<string | null> =>
  removeMemberships(run, admin, roleOid, (await lookAround(admin, roleOid)).memberships);

/**
 * One REVOKE for each grantor: since 16 a second one's grant would silently stay. With `ended` the sessions are told to end
 * in the same round trip, once the memberships are gone. @returns why not, in words
 */
async function removeMemberships(
  run: Run,
  admin: AdminConnection,
  roleOid: number,
  memberships: Surroundings["memberships"],
  ended: EndedSession[] | null = null,
): Promise<string | null> {
  // A grant that this role made may go with its own by CASCADE, so what is left is asked for again.
  for (let left = memberships, round = 0; left.length > 0; round++) {
    if (round === 5) return "Its memberships cannot be removed.";
    const blow = round === 0 && ended !== null ? firstBlow(run, admin, roleOid) : {};
    const applied = await run.apply(admin, { ...removal(left, admin.facts.versionNum), ...blow });
    if ("thenAsk" in blow) ended?.push(...((applied.rows ?? []) as EndedSession[]));
    if (!applied.done) return removeWhatCanBe(run, admin, left, applied.reason);
    // One alone has nothing to take along; the proof looks again in any case.
    if (left.length === 1) return null;
    left = (await lookAround(admin, roleOid)).memberships;
  }
  return null;
}

/** Only a superuser may end sessions without having looked first whether it may. */
const firstBlow = (run: Run, admin: AdminConnection, roleOid: number): Pick<Step, "thenAsk"> =>
  admin.facts.superuser && !run.skips("drain") ? { thenAsk: endSessionsSql(roleOid) } : {};

/** One that is not ours to take keeps none of the others. @returns the reason again */
async function removeWhatCanBe(
  run: Run,
  admin: AdminConnection,
  memberships: Surroundings["memberships"],
  reason: string,
): Promise<string> {
  if (memberships.length > 1)
    for (const membership of memberships) await run.apply(admin, removal([membership], admin.facts.versionNum));
  return reason;
}

const removal = (memberships: Surroundings["memberships"], versionNum: number): Step => ({
  kind: "remove-memberships",
  description: `Remove ${memberships.length} memberships`,
  on: "server",
  sql: memberships.map(({ role, member, grantor }) => revokeMembership(role, member, grantor, versionNum)),
});
