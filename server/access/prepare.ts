import { isPowerlesslyOwned } from "../databases/ownership.ts";
import { markReady, markUserReady, setBlocked, setOwnerRole } from "../databases/reconcile-queries.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { recordEvent } from "../events/record.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { Desired } from "./desired.ts";
import { drain, endSessionsSql, mayEndSessions } from "./drain.ts";
import { findOurs, observe, type Observed } from "./observe.ts";
import { findOwnerRole, planDatabase } from "./plan.ts";
import { recordDrift, recordRepaired } from "./record.ts";
import { isSameObstacle } from "./locks.ts";
import { rollBackInTheWay } from "./roll-back-prepared.ts";
import type { Run } from "./run.ts";
import type { Step } from "./step.ts";

export interface Outcome {
  readonly observed: Observed;
  /** Null when it is as it should be, or why it is not, in words. */
  readonly blocked: string | null;
  /** What is there is not ours: nothing is done about it, nor about its logins. */
  readonly foreign: boolean;
}

/** The database, its owner role and its groups. Looks, plans, applies, and looks again. */
export async function prepareDatabase(run: Run, admin: AdminConnection, desired: Desired): Promise<Outcome> {
  const look = (): Promise<Observed> => observe(admin, desired, run.loaded.logins);
  const open = (sealed: Buffer): string => run.platform.secrets.open(sealed);
  let observed = await look();
  const plan = planDatabase(desired, observed, open);
  if (plan.blocked !== null) return { observed, blocked: plan.blocked, foreign: true };
  if (plan.steps.length > 0) {
    const blocked = await applyAll(run, admin, plan.steps);
    observed = await look();
    if (blocked !== null) return { observed, blocked, foreign: false };
    const left = planDatabase(desired, observed, open);
    if (left.blocked !== null || left.steps.length > 0)
      return {
        observed,
        blocked: left.blocked ?? `${left.steps[0]?.description ?? ""}: it did not take.`,
        foreign: left.blocked !== null,
      };
  }
  await recordOwned(run, desired, observed);
  return { observed, blocked: null, foreign: false };
}

/** @returns why one of them was refused, in words */
export async function applyAll(run: Run, admin: AdminConnection, steps: readonly Step[]): Promise<string | null> {
  for (const step of steps) {
    // Before its event, too: a run that only looks may see the middle of somebody else's work, and call it drift.
    await run.before("record");
    if (step.drift !== undefined) await recordDrift(run, loginNameOf(run, step), emailOf(run, step), step.drift);
    const applied = await applyAndEnd(run, admin, step);
    if (applied !== null) return applied;
    if (step.drift !== undefined) await recordRepaired(run, loginNameOf(run, step), emailOf(run, step), asDone(step));
  }
  return null;
}

/** Sessions are told to end in the message that takes what they may hold: a crash comes before both or after both. */
async function applyAndEnd(run: Run, admin: AdminConnection, step: Step): Promise<string | null> {
  const roles = run.skips("drain") ? [] : (step.thenEnd ?? []);
  if (roles.length > 0) await mayEndSessions(admin, roles);
  const asked = roles.length === 0 ? step : { ...step, thenAsk: endAndTell(roles) };
  let applied = await run.apply(admin, asked);
  // One of these sessions may hold what is to be changed, for as long as it likes.
  for (let attempt = 2; !applied.done && applied.isBusy && roles.length > 0 && attempt <= 3; attempt += 1) {
    for (const oid of roles) await rollBackInTheWay(run, admin, oid);
    applied = await run.apply(admin, { ...asked, sql: [...roles.map(endSessionsSql), ...step.sql] });
  }
  if (!applied.done) return applied.reason;
  if (roles.length === 0) return null;
  const [told] = (applied.rows ?? []) as { at: string }[];
  const drained = await drain(admin, roles, { begunBefore: told?.at ?? "infinity" });
  const left = [...drained.values()].filter(({ goneAt }) => goneAt === null);
  if (left.length === 0) return null;
  const sessions = left.reduce((sum, each) => sum + each.left, 0);
  return `What began before may still work with what was taken back: ${sessions} sessions do not end.`;
}

/** Of thousands at once. */
const endAndTell = (roles: readonly number[]): string =>
  `select clock_timestamp()::text as at, (select count(pg_terminate_backend(pid)) from pg_stat_activity
     where usesysid in (${roles.join(", ")}) and pid <> pg_backend_pid()) as told`;

const loginNameOf = (run: Run, step: Step): string =>
  [...run.loaded.logins, ...run.loaded.users].find(({ id }) => id === step.loginId)?.role_name ?? "";

function emailOf({ loaded }: Run, step: Step): string | null {
  const login = loaded.logins.find((row) => row.id === step.loginId);
  if (login === undefined) return null;
  if (login.collaborator_id === null) return loaded.owner.email;
  return loaded.collaborators.find((row) => row.id === login.collaborator_id)?.email ?? null;
}

/** "Repaired: " stands before it. */
const asDone = (step: Step): string => step.description.charAt(0).toLowerCase() + step.description.slice(1);

/** Stores the OIDs by which our roles are known from now on. */
async function recordOwned(run: Run, desired: Desired, observed: Observed): Promise<void> {
  const owner = isPowerlesslyOwned(desired) ? findOwnerRole(desired, observed) : null;
  const newOwner =
    owner !== null && (owner.oid !== desired.owner.oid || owner.name !== desired.owner.name) ? owner : null;
  const newUsers = desired.users.flatMap((user) => {
    const role = user.protected && user.state === "making" ? findOurs(observed, user) : null;
    return role === null ? [] : [{ id: user.id, oid: role.oid }];
  });
  if (newOwner === null && newUsers.length === 0) return;
  await run.before("record");
  await run.platform.db.transaction().execute(async (tx) => {
    if (newOwner !== null) await setOwnerRole(tx, desired.databaseId, newOwner);
    for (const user of newUsers) await markUserReady(tx, user.id, user.oid);
  });
}

/** `waits`: it can be used, and something that was asked for is still in the way of being done. */
export async function recordDatabaseReady(run: Run, waits: string | null): Promise<void> {
  const { id, state } = run.loaded.database;
  if (state === "making") {
    await run.before("record");
    await run.platform.db.transaction().execute(async (tx) => {
      if (await markReady(tx, id)) await recordEvent(tx, { type: "database.ready", databaseId: id });
    });
  }
  await recordDatabaseBlocked(run, waits);
}

/** Said once, however often it is found. */
export async function recordDatabaseBlocked(run: Run, reason: string | null): Promise<void> {
  const { id, blocked } = run.loaded.database;
  if (blocked === reason) return;
  await run.before("record");
  await run.platform.db.transaction().execute(async (tx) => {
    if (!(await setBlocked(tx, id, reason))) return;
    if (reason === null || isSameObstacle(reason, blocked)) await notifyChanged(tx, id);
    else await recordEvent(tx, { type: "database.blocked", databaseId: id, data: { reason } });
  });
}
