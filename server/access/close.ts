import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Closed, Surroundings } from "./closing.ts";
import { drain } from "./drain.ts";
import { loginMarker } from "./names.ts";
import { startProof, type Proof } from "./prove.ts";
import type { LoginRow } from "./queries.ts";
import { quoteIdent } from "./quote.ts";
import { recordDrained, recordRefused, recordSessionsLeft } from "./record.ts";
import type { Run } from "./run.ts";
import { revokeMembership } from "./steps.ts";
import type { Step } from "./step.ts";

/**
 * Ends an access in the recipe's order: no new logins, no memberships, no sessions, and the proof. Nothing here waits for
 * a lock that a collaborator can hold, nor for the clean-up. Every step may be repeated after a crash.
 */
export async function closeLogin(run: Run, admin: AdminConnection, login: LoginRow): Promise<Closed> {
  const found = await findRole(admin, login);
  const role = found ?? { oid: login.role_oid, name: login.role_name };
  let row = login;
  if (found !== null) {
    const refused = await run.apply(admin, refuseLogins(found.name));
    if (!refused.done) return { closed: false, reason: refused.reason };
    const seen = await lookAround(admin, found.oid);
    row = await recordRefused(run, row, found.oid, seen);
    const removed = await removeMemberships(run, admin, found.oid, seen.memberships);
    if (removed !== null) return { closed: false, reason: removed };
  } else row = await recordRefused(run, row, null, await lookAround(admin, 0));

  const suspect = { roleOid: role.oid, roleName: role.name, dbname: run.loaded.database.dbname };
  const proof = startProof(run.loaded.server, run.platform.secrets, suspect);
  try {
    return await emptyAndProve(run, admin, { row, roleOid: role.oid }, proof);
  } finally {
    proof.end();
  }
}

async function emptyAndProve(
  run: Run,
  admin: AdminConnection,
  { row, roleOid }: { readonly row: LoginRow; readonly roleOid: number | null },
  proof: Proof,
): Promise<Closed> {
  await run.before("drain");
  const drained =
    roleOid === null
      ? { goneAt: await clock(admin), ended: [], left: 0 }
      : await drain(admin, roleOid, (left) => void recordSessionsLeft(run, row, left));
  const login = await recordDrained(run, row, drained);
  if (drained.goneAt === null) return { closed: false, reason: `${drained.left} sessions do not end.` };
  await run.before("prove");
  const proven = await proof.finish();
  if (!proven.proven) return { closed: false, reason: proven.reason };
  return { closed: true, login, attempt: proven.attempt, leftOver: proven.leftOver };
}

export interface FoundRole {
  readonly oid: number;
  /** As it is called now: somebody may have renamed it. */
  readonly name: string;
  readonly can_login: boolean;
}

/** Ours by marker, whatever its OID and name are by now. A stranger's role of the same name is none of ours. */
export async function findRole(admin: AdminConnection, login: LoginRow): Promise<FoundRole | null> {
  const [role] = await admin.query<FoundRole>(
    `select r.oid::bigint as oid, r.rolname as name, r.rolcanlogin as can_login from pg_roles r
     where r.oid in (select objoid from pg_shdescription where classoid = 'pg_authid'::regclass and description = $1)
     order by r.oid = $2::oid desc nulls last limit 1`,
    [loginMarker(login.id, login.generation, login.database_id), login.role_oid],
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
    if (!applied.done) return applied.reason;
    // One alone has nothing to take along; the proof looks again in any case.
    if (left.length === 1) return null;
    left = (await lookAround(admin, roleOid)).memberships;
  }
  return null;
}

const removal = (memberships: Surroundings["memberships"], versionNum: number): Step => ({
  kind: "remove-memberships",
  description: `Remove ${memberships.length} memberships`,
  on: "server",
  sql: memberships.map(({ role, member, grantor }) => revokeMembership(role, member, grantor, versionNum)),
});

async function clock(admin: AdminConnection): Promise<Date> {
  const [row] = await admin.query<{ at: Date }>("select clock_timestamp() as at");
  return row?.at ?? new Date();
}
