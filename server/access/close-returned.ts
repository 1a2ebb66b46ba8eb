import { requestReconcile } from "../databases/request-reconcile.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { drain } from "./drain.ts";
import { listEndedAmong, type EndedRole, type Generation } from "./login-queries.ts";
import { readLoginMarker } from "./names.ts";
import type { FoundRole } from "./observe.ts";
import { recordDrift, recordRepaired } from "./record.ts";
import { removeAllMemberships } from "./refuse-new-logins.ts";
import type { Run } from "./run.ts";
import { shutDoor } from "./shut-door.ts";

/** A role with the marker of one of our logins that could let somebody in, or is about to. */
interface LiveRole extends FoundRole, Generation {
  readonly is_member: boolean;
}

/**
 * Logins that have ended and are alive again: switched on by hand, or brought back by a restore with the password that the
 * person knows. So is a role that a login had before it was dropped and made again. They are closed before anything else is
 * done on their server, whichever database they belong to.
 */
export async function closeReturned(run: Run, admin: AdminConnection): Promise<void> {
  if (run.skips("close-returned")) return;
  const { logins, server } = run.loaded;
  const open = new Map(
    logins.flatMap(({ id, state, generation }) => (state === "closed" || state === "gone" ? [] : [[id, generation]])),
  );
  const suspects = (await listLive(admin)).filter(({ loginId, generation }) => open.get(loginId) !== generation);
  if (suspects.length === 0) return;
  const ended = await listEndedAmong(run.platform.db, server.id, suspects);
  const keyOf = ({ loginId, generation }: Generation): string => `${loginId} ${generation}`;
  const byKey = new Map(ended.map((each) => [keyOf(each), each]));
  for (const role of suspects) {
    const of = byKey.get(keyOf(role));
    if (of !== undefined) await closeAgain(run, admin, of, role);
  }
}

/**
 * By the marker: after a restore the OID may be another one. Patterns, and not expressions, since a server may have
 * thousands of roles and this is asked at every reconcile.
 */
async function listLive(admin: AdminConnection): Promise<LiveRole[]> {
  const roles = await admin.query<Omit<LiveRole, keyof Generation> & { comment: string }>(
    `select d.description as comment, r.oid::bigint as oid, r.rolname as name, r.rolcanlogin as can_login,
       exists (select from pg_auth_members m where m.member = r.oid) as is_member,
       exists (select from pg_subscription s where s.subowner = r.oid) as subscribes
     from pg_roles r join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
     where d.description like 'guestlist login ' || repeat('_', 36) || ' %'
       and (r.rolcanlogin or exists (select from pg_auth_members m where m.member = r.oid)${admin.facts.superuser ? hasPassword : ""})`,
  );
  return roles.flatMap((role) => {
    const of = readLoginMarker(role.comment);
    return of === null ? [] : [{ ...role, ...of }];
  });
}

/** Ours was taken away. Only a superuser may see that there is one again. */
const hasPassword = " or exists (select from pg_authid a where a.oid = r.oid and a.rolpassword is not null)";

const whatIsBack = ({ can_login: canLogin, is_member: isMember }: LiveRole): string => {
  if (canLogin) return "could log in again";
  return isMember ? "was made a member of a role again" : "was given a password again";
};

async function closeAgain(run: Run, admin: AdminConnection, login: EndedRole, role: LiveRole): Promise<void> {
  const { role_name: name, email, database_id: databaseId } = login;
  const found = login.ended
    ? `the ended login ${name} ${whatIsBack(role)}`
    : `the role ${role.name}, which the login ${name} had before, ${whatIsBack(role)}`;
  await recordDrift(run, name, email, found, databaseId);
  const refused = await shutDoor(run, admin, role);
  const stillMember = refused.done ? await removeAllMemberships(run, admin, role.oid) : refused.reason;
  const left = (await drain(admin, [role.oid])).get(role.oid);
  if (stillMember === null && left?.goneAt != null)
    await recordRepaired(run, name, email, `the login ${login.ended ? name : role.name} is closed`, databaseId);
  // What it owns, and the role, go with the clean-up of its own database.
  if (databaseId !== run.loaded.database.id) await requestReconcile(run.platform.db, databaseId);
}
