import type { AdminConnection } from "../databases/admin-connection.ts";
import { drain } from "./drain.ts";
import { everyLoginMarker } from "./names.ts";
import type { FoundRole } from "./observe.ts";
import type { LoginRow } from "./queries.ts";
import { recordEnding } from "./record-closing.ts";
import { removeAllMemberships, type ShutDoor } from "./refuse-new-logins.ts";
import type { Run } from "./run.ts";
import { shutDoor } from "./shut-door.ts";

/**
 * A login that was dropped by hand is made again as another role; a restore may bring the one before back beside it. Each of
 * them that lets its person in is closed with the login.
 */
export async function closeOtherRoles(run: Run, admin: AdminConnection, door: ShutDoor): Promise<ShutDoor> {
  let { row } = door;
  for (const role of door.others) {
    const refused = await shutDoor(run, admin, role, {
      beforeEnding: async (sessions) => void (row = await recordEnding(run, row, sessions)),
    });
    const stillMember = refused.done ? await removeAllMemberships(run, admin, role.oid) : refused.reason;
    const drained = (await drain(admin, [role.oid])).get(role.oid);
    row = await recordEnding(run, row, drained?.ended ?? []);
    const left = drained?.goneAt == null ? `${drained?.left ?? 0} sessions do not end.` : null;
    const open = stillMember ?? left;
    const otherOpen = `The role ${role.name}, which the login had before, may still let them in: ${open}`;
    if (open !== null) return { ...door, row, otherOpen };
  }
  return { ...door, row };
}

/** What is left of them once they let nobody in, to be dropped with the login. */
export const listOtherRoles = (
  admin: AdminConnection,
  login: Pick<LoginRow, "id">,
  role: Pick<FoundRole, "oid"> | null,
): Promise<FoundRole[]> =>
  admin.query<FoundRole>(
    `select r.oid::bigint as oid, r.rolname as name, r.rolcanlogin as can_login,
       exists (select from pg_subscription s where s.subowner = r.oid) as subscribes
     from pg_roles r join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
     where d.description like $1 and r.oid <> $2::oid and not r.rolcanlogin
       and not exists (select from pg_auth_members m where m.member = r.oid)`,
    [everyLoginMarker(login.id), role?.oid ?? 0],
  );
