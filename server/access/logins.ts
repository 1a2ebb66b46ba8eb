import type { AdminConnection } from "../databases/admin-connection.ts";
import { markHadLogin } from "../collaborators/ending.ts";
import { notifyChanged } from "../platform/listen.ts";
import { desire, peopleWithoutLogin, type Desired, type DesiredLogin } from "./desired.ts";
import { endSessionsSoFar } from "./drain.ts";
import { whomToAsk } from "./guard-groups.ts";
import { loginMarker, newLoginName } from "./names.ts";
import { findDoubt, findOurs, findStranger, observe, type Observed } from "./observe.ts";
import { levelFell, planLogin } from "./plan-login.ts";
import { applyAll } from "./prepare.ts";
import { load, type Loaded } from "./loaded.ts";
import { changeLogin, insertLogin } from "./queries.ts";
import { recordBlocked, recordReady } from "./record.ts";
import type { Run } from "./run.ts";
import { takeBack } from "./take-back.ts";

/**
 * Rows for people who should have a login and have none. The row, and that a role may exist from now on, are written
 * before the role is.
 */
export async function addMissingRows(run: Run): Promise<Loaded> {
  const { platform, loaded } = run;
  const missing = peopleWithoutLogin(loaded);
  if (missing.length === 0) return loaded;
  await run.before("record");
  const databaseId = loaded.database.id;
  for (const { accountId, collaboratorId, username } of missing)
    await platform.db.transaction().execute(async (tx) => {
      // Not accepted any more: whatever came between is what is wanted now.
      if (collaboratorId !== null && !(await markHadLogin(tx, collaboratorId))) return;
      await insertLogin(tx, { databaseId, accountId, collaboratorId, roleName: newLoginName(username) });
      await notifyChanged(tx, databaseId);
    });
  return (await load(platform.db, databaseId)) ?? loaded;
}

/** Every login that should be there: made, or brought back to what it should be. */
export async function settleLogins(run: Run, admin: AdminConnection, seen: Observed): Promise<void> {
  let observed = seen;
  const desired = desire(run.loaded);
  for (const wanted of desired.logins) {
    const login = await freeName(run, observed, await nextGeneration(run, observed, wanted));
    const plan = planLogin(desired, observed, login);
    // Asked for each of thousands with nothing to do, it would be what somebody waits for.
    if (plan.steps.length > 0) await run.makeWay();
    const blocked = plan.blocked ?? (await applyAll(run, admin, plan.steps));
    if (blocked !== null) {
      await recordBlocked(run, login, blocked);
      continue;
    }
    if (plan.steps.length > 0) observed = await lookAgainAt(admin, { desired, observed, login });
    await confirm(run, admin, { desired, observed, login }, plan.steps.length > 0);
  }
}

interface Made {
  readonly desired: Desired;
  readonly observed: Observed;
  readonly login: DesiredLogin;
}

/** What was seen before, with this login as it is now: a look at all for each of thousands would take hours. */
async function lookAgainAt(admin: AdminConnection, { desired, observed, login }: Made): Promise<Observed> {
  const { id, oid, name, generation } = login;
  const now = await observe(admin, { ...desired, logins: [login], users: [] }, [
    { id, role_oid: oid, role_name: name, generation },
  ]);
  const seenNow = new Set(now.roles.map((role) => role.oid));
  const others = observed.roles.filter((role) => !seenNow.has(role.oid) && role.comment !== login.marker);
  return { ...now, roles: [...others, ...now.roles] };
}

/** A login that was dropped by hand comes back as a new role: another generation, another OID, no password. */
async function nextGeneration(run: Run, observed: Observed, login: DesiredLogin): Promise<DesiredLogin> {
  if (login.state !== "ready" || findOurs(observed, login) !== null || findDoubt(observed, login) !== null)
    return login;
  await run.before("record");
  const generation = login.generation + 1;
  await run.platform.db
    .transaction()
    .execute((tx) => changeLogin(tx, login.id, ["ready"], { generation, password_changed_at: null }));
  return { ...login, generation, oid: null, marker: loginMarker(login.id, generation, run.loaded.database.id) };
}

/** A stranger's role has the name: ours takes another, and theirs is left alone. */
async function freeName(run: Run, observed: Observed, login: DesiredLogin): Promise<DesiredLogin> {
  if (findOurs(observed, login) !== null || findDoubt(observed, login) !== null) return login;
  if (findStranger(observed, login) === null) return login;
  await run.before("record");
  const name = newLoginName(login.name.replace(/_[^_]{4}$/, ""));
  await run.platform.db
    .transaction()
    .execute((tx) => changeLogin(tx, login.id, ["making", "ready"], { role_name: name }));
  return { ...login, name };
}

/** Read back, since PostgreSQL can say yes and do nothing; only what is seen is recorded. */
async function confirm(
  run: Run,
  admin: AdminConnection,
  { desired, observed, login }: Made,
  changed: boolean,
): Promise<void> {
  const role = findOurs(observed, login);
  const left = planLogin(desired, observed, login);
  if (role === null || left.blocked !== null || left.steps.length > 0) {
    const what = left.blocked ?? left.steps[0]?.description ?? `Make the login ${login.name}`;
    return recordBlocked(run, login, `${what}: it did not take.`);
  }
  const row = run.loaded.logins.find(({ id }) => id === login.id);
  const known =
    login.state === "ready" &&
    row?.role_oid === role.oid &&
    row.access === login.access &&
    row.valid_until?.getTime() === login.until?.getTime();
  // What keeps one below full that is as it should be is what it has of its own: that is looked for from within, later.
  if (known && (row.blocked === null || (login.access !== "full" && !changed))) return;
  await run.before("record");
  const fell = levelFell(login);
  const goesOn = fell ? await endSessionsSoFar(admin, role.oid) : null;
  if (goesOn !== null)
    return recordBlocked(run, login, `What began at the level before may still work at it: ${goesOn}`);
  const held = fell ? await takeOwn(run, admin, { desired, observed, login }, role.oid) : null;
  // Its level is what it is; what stays beside it is said.
  await recordReady(run, login, role.oid);
  if (held !== null) await recordBlocked(run, login, held);
}

/** A person's login carries its membership alone. `overfull`: OIDs of those below full that were seen to have more. */
export async function takeTheirOwn(
  run: Run,
  admin: AdminConnection,
  observed: Observed,
  overfull: ReadonlySet<number>,
): Promise<void> {
  const desired = desire(run.loaded);
  const blocked = new Set(run.loaded.logins.filter((row) => row.blocked !== null).map(({ id }) => id));
  for (const login of desired.logins) {
    if (login.state !== "ready" || login.oid === null || login.access === "full") continue;
    if (!blocked.has(login.id) && !overfull.has(login.oid)) continue;
    const left = planLogin(desired, observed, login);
    if (left.blocked !== null || left.steps.length > 0) continue;
    await run.makeWay();
    await run.before("record");
    const held = await takeOwn(run, admin, { desired, observed, login }, login.oid);
    if (held !== null) await recordBlocked(run, login, held);
    else if (blocked.has(login.id)) await recordReady(run, login, login.oid);
  }
}

/** It outlives the level that let the login have it. @returns why some of it stays, in words */
async function takeOwn(
  run: Run,
  admin: AdminConnection,
  { desired, observed, login }: Made,
  oid: number,
): Promise<string | null> {
  const asked = whomToAsk(desired, observed);
  if (asked === null) return null;
  const { name, email, access } = login;
  const found = `the login ${name} had more of its own than ${access} access`;
  const done = `Take back what the login ${name} had of its own beyond ${access} access`;
  const role = { oid, name, isGroup: false, loginName: name, email, found, done };
  return takeBack(run, admin, role, { ...asked, people: [oid] });
}
