import { requestReconcile } from "../databases/request-reconcile.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { isUuid } from "../platform/uuid.ts";
import { drain } from "./drain.ts";
import { listEndedAmong, type EndedLogin } from "./queries.ts";
import { recordDrift, recordRepaired } from "./record.ts";
import { removeAllMemberships } from "./refuse-new-logins.ts";
import type { Run } from "./run.ts";
import { shutDoor } from "./shut-door.ts";

/** A role with the marker of one of our logins that could let somebody in, or is about to. */
interface LiveRole {
  readonly login_id: string;
  readonly oid: number;
  readonly name: string;
  readonly can_login: boolean;
  readonly is_member: boolean;
}

/**
 * Logins that have ended and are alive again: switched on by hand, or brought back by a restore with the password that the
 * person knows. They are closed again before anything else is done on their server, whichever database they belong to.
 */
export async function closeReturned(run: Run, admin: AdminConnection): Promise<void> {
  if (run.skips("close-returned")) return;
  const live = (await listLive(admin)).filter((role) => isUuid(role.login_id));
  const open = new Set(
    run.loaded.logins.filter((login) => login.state !== "closed" && login.state !== "gone").map(({ id }) => id),
  );
  const suspects = live.filter((role) => !open.has(role.login_id));
  if (suspects.length === 0) return;
  const ended = await listEndedAmong(
    run.platform.db,
    run.loaded.server.id,
    suspects.map((role) => role.login_id),
  );
  for (const login of ended)
    for (const role of suspects.filter((each) => each.login_id === login.id)) await closeAgain(run, admin, login, role);
}

/**
 * By the marker: after a restore the OID may be another one. Patterns, and not expressions, since a server may have
 * thousands of roles and this is asked at every reconcile.
 */
const listLive = (admin: AdminConnection): Promise<LiveRole[]> =>
  admin.query<LiveRole>(
    `select substr(d.description, 17, 36) as login_id, r.oid::bigint as oid, r.rolname as name,
       r.rolcanlogin as can_login, exists (select from pg_auth_members m where m.member = r.oid) as is_member
     from pg_roles r join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
     where d.description like 'guestlist login ' || repeat('_', 36) || ' %'
       and (r.rolcanlogin or exists (select from pg_auth_members m where m.member = r.oid)${admin.facts.superuser ? hasPassword : ""})`,
  );

/** Ours was taken away. Only a superuser may see that there is one again. */
const hasPassword = " or exists (select from pg_authid a where a.oid = r.oid and a.rolpassword is not null)";

const whatIsBack = ({ can_login: canLogin, is_member: isMember }: LiveRole): string => {
  if (canLogin) return "could log in again";
  return isMember ? "was made a member of a role again" : "was given a password again";
};

async function closeAgain(run: Run, admin: AdminConnection, login: EndedLogin, role: LiveRole): Promise<void> {
  const { role_name: name, email, database_id: databaseId } = login;
  await recordDrift(run, name, email, `the ended login ${name} ${whatIsBack(role)}`, databaseId);
  const refused = await shutDoor(run, admin, role);
  const stillMember = refused.done ? await removeAllMemberships(run, admin, role.oid) : refused.reason;
  const left = (await drain(admin, [role.oid])).get(role.oid);
  if (stillMember === null && left?.goneAt != null)
    await recordRepaired(run, name, email, `the login ${name} is closed`, databaseId);
  // What it owns, and the role, go with the clean-up of its own database.
  if (databaseId !== run.loaded.database.id) await requestReconcile(run.platform.db, databaseId);
}
