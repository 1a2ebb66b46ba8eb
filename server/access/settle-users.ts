import type { AdminConnection } from "../databases/admin-connection.ts";
import { markUserReady, setUserBlocked, setUserRemade } from "../databases/reconcile-queries.ts";
import { recordEvent } from "../events/record.ts";
import { notifyChanged } from "../platform/listen.ts";
import { desire, type DesiredUser } from "./desired.ts";
import { isSameObstacle } from "./locks.ts";
import { findOurs, observe, type Observed } from "./observe.ts";
import { planUser } from "./plan-user.ts";
import { applyAll } from "./prepare.ts";
import type { Run } from "./run.ts";

/** Every application's login that should be there beside the protected one: made, or brought back to what it should be. */
export async function settleUsers(run: Run, admin: AdminConnection, seen: Observed): Promise<void> {
  const desired = desire(run.loaded);
  const open = (sealed: Buffer): string => run.platform.secrets.open(sealed);
  let observed = seen;
  for (const user of desired.users.filter(isWanted)) {
    await run.makeWay();
    const plan = planUser(desired, observed, user, open);
    let blocked = plan.blocked ?? (await applyAll(run, admin, plan.steps));
    if (plan.steps.length > 0) observed = await observe(admin, desired, run.loaded.logins);
    // Read back, since PostgreSQL can say yes and do nothing.
    const left = blocked === null ? planUser(desired, observed, user, open) : null;
    if (left !== null && (left.blocked !== null || left.steps.length > 0))
      blocked = left.blocked ?? `${left.steps[0]?.description ?? ""}: it did not take.`;
    if (blocked === null) await recordUserReady(run, user, findOurs(observed, user)?.oid ?? null);
    else await recordUserBlocked(run, user, blocked);
  }
}

const isWanted = ({ protected: came, state }: DesiredUser): boolean =>
  !came && (state === "making" || state === "ready");

async function recordUserReady(run: Run, user: DesiredUser, oid: number | null): Promise<void> {
  const { platform, loaded } = run;
  const row = loaded.users.find(({ id }) => id === user.id);
  if (oid === null || (user.state === "ready" && row?.role_oid === oid && row.blocked === null)) return;
  await run.before("record");
  const databaseId = loaded.database.id;
  await platform.db.transaction().execute(async (tx) => {
    if (await markUserReady(tx, user.id, oid))
      return recordEvent(tx, { type: "database_user.ready", databaseId, data: { login_name: user.name } });
    if (row?.role_oid !== oid) await setUserRemade(tx, user.id, oid);
    if (await setUserBlocked(tx, user.id, null)) await notifyChanged(tx, databaseId);
  });
}

/** Said once, however often it is found. */
export async function recordUserBlocked(
  run: Run,
  user: { readonly id: string; readonly name: string },
  reason: string,
): Promise<void> {
  const { platform, loaded } = run;
  const known = loaded.users.find(({ id }) => id === user.id)?.blocked ?? null;
  if (known === reason) return;
  await run.before("record");
  await platform.db.transaction().execute(async (tx) => {
    if (!(await setUserBlocked(tx, user.id, reason))) return;
    if (isSameObstacle(reason, known)) return notifyChanged(tx, loaded.database.id);
    const data = { login_name: user.name, reason };
    await recordEvent(tx, { type: "database_user.blocked", databaseId: loaded.database.id, data });
  });
}
