import type { AdminConnection } from "../databases/admin-connection.ts";
import { findRole, giveMarkerBack } from "./refuse-new-logins.ts";
import { listOtherRoles } from "./other-roles.ts";
import type { MovedObjects } from "./evidence.ts";
import type { LoginRow } from "./queries.ts";
import { recordLeftOver } from "./record-closing.ts";
import { recordCleaned, type Cleaned } from "./record-cleaned.ts";
import { moveSubscriptions } from "./move-subscriptions.ts";
import { wasFull } from "./leftover-queries.ts";
import { listPrepared, type Prepared } from "./roll-back-prepared.ts";
import type { Run } from "./run.ts";
import { nameUserMappings } from "./user-mappings.ts";
import { lookAtWhatStays } from "./what-stays.ts";
import { cleanRole, keptHeir } from "./clean.ts";

/**
 * Takes an ended login out of the server: what it owned goes to a role that can do nothing, its grants go, then the role.
 * The access is closed before this begins; whatever stands in the way here is said, and tried again.
 */
export async function cleanLogin(run: Run, admin: AdminConnection, login: LoginRow): Promise<void> {
  const role = await (run.findRole ?? findRole)(admin, login);
  const workedAs = (await wasFull(run.platform.db, login)) ? run.loaded.database.owner_role : null;
  let row = login;
  const tell = async (sentences: readonly string[]) => void (row = await recordLeftOver(run, row, sentences));
  const record = async (cleaned: Cleaned, prepared: readonly Prepared[] = []): Promise<void> =>
    recordCleaned(run, row, { ...cleaned, stays: await lookAtWhatStays(admin, login, { prepared, workedAs }) });
  if (typeof role === "string") return record({ moved: [], leftOver: [role], dropped: false });
  const moved: MovedObjects[] = [];
  for (const other of await listOtherRoles(admin, login, role)) {
    const { interrupted, ...cleaned } = await cleanRole(run, admin, other, keptHeir, tell);
    moved.push(...cleaned.moved);
    if (cleaned.dropped) continue;
    await record({ ...cleaned, moved });
    if (interrupted !== null) throw interrupted;
    return;
  }
  if (role === null) return record({ moved, leftOver: [], dropped: true });
  await giveMarkerBack(run, admin, login, role);
  if (role.subscribes) row = await moveSubscriptions(run, admin, row, role.oid);
  row = await nameUserMappings(run, admin, row, role.oid);
  const prepared = await listPrepared(admin, [role.name]);
  const { interrupted, ...cleaned } = await cleanRole(run, admin, role, keptHeir, tell);
  await record({ ...cleaned, moved: [...moved, ...cleaned.moved] }, prepared);
  if (interrupted !== null) throw interrupted;
}
