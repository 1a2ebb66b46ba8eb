import type { AdminConnection } from "../databases/admin-connection.ts";
import { addUserSessionsEnded, markUserGone } from "../databases/reconcile-queries.ts";
import { recordEvent } from "../events/record.ts";
import { cleanRole, keptHeir, type Heir } from "./clean.ts";
import { desire, type DesiredUser } from "./desired.ts";
import { drain, type EndedSession } from "./drain.ts";
import { secretKey } from "./leftover.ts";
import { databaseUserMarker } from "./names.ts";
import { findOurs, observe } from "./observe.ts";
import { findOwnerRole } from "./plan.ts";
import { startProof } from "./prove.ts";
import { emailOf, type DatabaseUserRow } from "./queries.ts";
import { recordDecision } from "./record-decision.ts";
import type { FoundRole } from "./observe.ts";
import { findMarked, removeAllMemberships } from "./refuse-new-logins.ts";
import { rollBackPrepared } from "./roll-back-prepared.ts";
import type { Run } from "./run.ts";
import { recordUserBlocked } from "./settle-users.ts";
import { shutDoor } from "./shut-door.ts";

const toDelete = ({ loaded }: Run): DatabaseUserRow[] => loaded.users.filter(({ state }) => state === "deleting");

/**
 * Applications' logins that are to go: no new logins, no memberships, no sessions, and the proof, in the order of people's.
 * @returns true when one of them could not be closed yet
 */
export async function closeUsers(run: Run, admin: AdminConnection): Promise<boolean> {
  let waiting = false;
  for (const user of toDelete(run)) {
    const role = await findUserRole(admin, user);
    const open = role === null || typeof role === "string" ? role : await closeUser(run, admin, user, role);
    if (open === null) continue;
    waiting = true;
    await recordUserBlocked(run, { id: user.id, name: user.role_name }, open);
  }
  return waiting;
}

const findUserRole = (
  admin: AdminConnection,
  user: Pick<DatabaseUserRow, "id" | "role_oid" | "role_name">,
): Promise<FoundRole | string | null> => findMarked(admin, [databaseUserMarker(user.id)], user);

/** @returns why it may still be let in, in words */
async function closeUser(
  run: Run,
  admin: AdminConnection,
  user: DatabaseUserRow,
  role: FoundRole,
): Promise<string | null> {
  if (role.subscribes)
    return "It owns a subscription, which would stop with it. Give that another owner, and it is deleted then.";
  const countEnded = async ({ length }: readonly EndedSession[]): Promise<void> => {
    if (length > 0) await addUserSessionsEnded(run.platform.db, user.id, length);
  };
  const refused = await shutDoor(run, admin, role, { beforeEnding: countEnded });
  if (!refused.done) return refused.reason;
  const stillMember = await removeAllMemberships(run, admin, role.oid);
  const suspect = { roleOid: role.oid, roleName: role.name, dbname: run.loaded.database.dbname };
  const { server } = run.loaded;
  const { timeline } = admin.facts;
  const proof = startProof({ server, secrets: run.platform.secrets, timeline }, [suspect]);
  try {
    const drained = (await drain(admin, [role.oid])).get(role.oid);
    await countEnded(drained?.ended ?? []);
    await rollBackPrepared(run, admin, [{ roleName: role.name }]);
    if (drained === undefined || drained.goneAt === null) return `${drained?.left ?? 0} sessions do not end.`;
    const [finding] = await proof.finish();
    if (finding?.proven === true) return null;
    return [finding?.reason ?? "The proof has no answer.", stillMember ?? []].flat().join(" ");
  } finally {
    proof.end();
  }
}

/** Of those that are closed: what they own goes to their heir, their grants go, then the role. */
export async function cleanUsers(run: Run, admin: AdminConnection): Promise<void> {
  for (const user of toDelete(run)) {
    await run.makeWay();
    const role = await findUserRole(admin, user);
    // Still let in: that is said already, and asked for again.
    if (typeof role === "string" || role?.can_login === true) continue;
    const heir = await heirOf(run, admin, user);
    const cleaned = role === null ? noRole : await cleanRole(run, admin, role, heir);
    if (cleaned.dropped) await recordDeleted(run, user, { moved: countMoved(cleaned.moved), heir });
    else
      await recordUserBlocked(
        run,
        { id: user.id, name: user.role_name },
        `New logins are refused and no session is left, but its role is not dropped yet: ${cleaned.leftOver.join("; ")}`,
      );
    if (cleaned.interrupted !== null) throw cleaned.interrupted;
  }
}

const noRole = { moved: [], leftOver: [], dropped: true, interrupted: null } as const;

const countMoved = (moved: readonly { readonly count: number }[]): number =>
  moved.reduce((sum, { count }) => sum + count, 0);

/**
 * Whoever worked as the owner role could make objects of its own: what is left goes there. From a lesser login the owner
 * role takes nothing, or code of it would run with the owner's rights.
 */
async function heirOf(run: Run, admin: AdminConnection, user: DatabaseUserRow): Promise<Heir> {
  if (user.access !== "full") return keptHeir;
  const desired = desire(run.loaded);
  const owner = findOwnerRole(desired, await observe(admin, desired, []));
  return owner === null || owner.can_login ? keptHeir : { name: owner.name, isKept: false };
}

async function recordDeleted(
  { platform, loaded }: Run,
  user: DatabaseUserRow,
  { moved, heir }: { readonly moved: number; readonly heir: Heir },
): Promise<void> {
  const databaseId = loaded.database.id;
  await platform.db.transaction().execute(async (tx) => {
    const row = await markUserGone(tx, user.id);
    if (row === null) return;
    const data = {
      login_name: row.role_name,
      sessions_ended: row.sessions_ended,
      objects_moved: moved,
      moved_to: moved === 0 ? "" : heir.name,
    };
    await recordEvent(tx, { type: "database_user.deleted", databaseId, data });
    if (row.deleted_by_account_id === null) return;
    const { email } = await emailOf(tx, row.deleted_by_account_id);
    const actor = { accountId: row.deleted_by_account_id, email };
    await recordDecision(tx, platform, { actor, databaseId, key: secretKey(user.id), decision: "removed" });
  });
}

/** Deleted ones that are there again, as after a restore: closed and dropped once more. */
export async function deleteReturnedUsers(
  run: Run,
  admin: AdminConnection,
  users: readonly DesiredUser[],
  observed: Parameters<typeof findOurs>[0],
): Promise<void> {
  for (const user of users) {
    const row = run.loaded.users.find(({ id }) => id === user.id);
    if (user.state !== "gone" || row === undefined || findOurs(observed, user) === null) continue;
    const role = await findUserRole(admin, row);
    if (role === null || typeof role === "string" || (await closeUser(run, admin, row, role)) !== null) continue;
    await cleanRole(run, admin, role, await heirOf(run, admin, row));
  }
}
