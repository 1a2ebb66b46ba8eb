import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Surroundings } from "./closing.ts";
import { endedByHandMarker, loginMarker } from "./names.ts";
import { moveSubscriptions } from "./move-subscriptions.ts";
import type { FoundRole } from "./observe.ts";
import type { LoginRow } from "./queries.ts";
import { quoteIdent } from "./quote.ts";
import { recordRefused } from "./record.ts";
import type { Run } from "./run.ts";
import { revokeMembership } from "./steps.ts";
import type { Step } from "./step.ts";

/** A login that lets nobody in any more. */
export interface ShutDoor {
  readonly row: LoginRow;
  /** Null when no role was found and none had been seen before. */
  readonly roleOid: number | null;
  readonly roleName: string;
  /** Why it still is a member of a role, in words. Its sessions end all the same. */
  readonly stillMember: string | null;
}

/** No new logins, then no memberships. @returns why new logins are not refused, in words */
export async function refuseNewLogins(run: Run, admin: AdminConnection, login: LoginRow): Promise<ShutDoor | string> {
  const found = await (run.findRole ?? findRole)(admin, login);
  if (found === null) {
    const row = await recordRefused(run, login, null, await lookAround(admin, 0));
    return { row, roleOid: login.role_oid, roleName: login.role_name, stillMember: null };
  }
  const before = found.subscribes ? await moveSubscriptions(run, admin, login, found.oid) : login;
  const refused = await run.apply(admin, refuseLogins(found.name));
  if (!refused.done) return refused.reason;
  const seen = await lookAround(admin, found.oid);
  const row = await recordRefused(run, before, found.oid, seen);
  const stillMember = await removeMemberships(run, admin, found.oid, seen.memberships);
  return { row, roleOid: found.oid, roleName: found.name, stillMember };
}

/** Ours by marker, whatever its OID and name are by now. A stranger's role of the same name is none of ours. */
export function findRole(admin: AdminConnection, login: LoginRow): Promise<FoundRole | null> {
  const marker = loginMarker(login.id, login.generation, login.database_id);
  return findMarked(admin, [marker, endedByHandMarker(marker)], login.role_oid);
}

/** Where several have the marker, the one with that OID. */
export async function findMarked(
  admin: AdminConnection,
  markers: readonly string[],
  oid: number | null,
): Promise<FoundRole | null> {
  const [role] = await admin.query<FoundRole>(
    `select r.oid::bigint as oid, r.rolname as name, r.rolcanlogin as can_login,
       exists (select from pg_subscription s where s.subowner = r.oid) as subscribes
     from pg_roles r
     where r.oid in (select objoid from pg_shdescription where classoid = 'pg_authid'::regclass and description = any($1))
     order by r.oid = $2::oid desc nulls last limit 1`,
    [markers, oid],
  );
  return role ?? null;
}

export const refuseLogins = (name: string): Step => ({
  kind: "refuse-logins",
  description: `Refuse new logins of ${name}`,
  on: "server",
  sql: [`ALTER ROLE ${quoteIdent(name)} WITH NOLOGIN PASSWORD NULL CONNECTION LIMIT 0 VALID UNTIL '-infinity'`],
});

/** After the door is shut: the server's clock and WAL position, and what is about to be taken away. */
async function lookAround(admin: AdminConnection, roleOid: number): Promise<Surroundings> {
  const [seen] = await admin.query<Surroundings>(
    `select clock_timestamp() as at, pg_current_wal_insert_lsn()::text as lsn,
       coalesce((select jsonb_agg(jsonb_build_object('role', r.rolname, 'member', m.rolname, 'grantor', g.rolname))
         from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
         join pg_roles g on g.oid = a.grantor
         where (a.member = $1 or a.roleid = $1 or a.grantor = $1)
           and not (a.roleid = $1 and m.rolname = current_user)), '[]') as memberships,
       coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'application', application_name, 'client', host(client_addr),
         'since', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
         from pg_stat_activity where usesysid = $1), '[]') as sessions`,
    [roleOid],
  );
  if (seen === undefined) throw new Error("the look at the login has no answer");
  return seen;
}

/** @returns why not, in words */
export const removeAllMemberships = async (run: Run, admin: AdminConnection, roleOid: number): Promise<string | null> =>
  removeMemberships(run, admin, roleOid, (await lookAround(admin, roleOid)).memberships);

/** One REVOKE for each grantor: since 16 a second one's grant would silently stay. @returns why not, in words */
async function removeMemberships(
  run: Run,
  admin: AdminConnection,
  roleOid: number,
  memberships: Surroundings["memberships"],
): Promise<string | null> {
  // A grant that this role made may go with its own by CASCADE, so what is left is asked for again.
  for (let left = memberships, round = 0; left.length > 0; round++) {
    if (round === 5) return "Its memberships cannot be removed.";
    const applied = await run.apply(admin, removal(left, admin.facts.versionNum));
    if (!applied.done) return removeWhatCanBe(run, admin, left, applied.reason);
    // One alone has nothing to take along; the proof looks again in any case.
    if (left.length === 1) return null;
    left = (await lookAround(admin, roleOid)).memberships;
  }
  return null;
}

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
