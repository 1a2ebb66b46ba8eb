import { endCollaborator } from "../collaborators/ending.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { classifyFailure, isConnectionLost } from "../databases/connection-failure.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { nextTry, recordAnswer, recordSilence } from "../databases/server-state.ts";
import type { Platform } from "../platform/platform.ts";
import { withAdmin } from "./admin-connections.ts";
import { cleanLogin } from "./clean-login.ts";
import { cleanUsers, closeUsers, deleteReturnedUsers } from "./close-users.ts";
import { closeReturned } from "./close-returned.ts";
import { closeLogins } from "./close.ts";
import { coverDatabase } from "./cover.ts";
import { deleteDatabase } from "./delete-database.ts";
import { desire, loginsToClose } from "./desired.ts";
import { guardGroups } from "./guard-groups.ts";
import { followFirewall } from "./follow-firewall.ts";
import { followEndsByHand } from "./ended-by-hand.ts";
import { addMissingRows, settleLogins, takeTheirOwn } from "./logins.ts";
import { loginMarker } from "./names.ts";
import { closeLeftovers, lookedInTime, lookForLeftovers, nameLeftovers, noteBaselines } from "./name-leftovers.ts";
import { moveOwnership } from "./move-ownership.ts";
import { returnOwnership } from "./return-ownership.ts";
import { requestObserve } from "./observe-sessions.ts";
import { findOurs, type Observed } from "./observe.ts";
import { prepareDatabase, recordDatabaseBlocked, recordDatabaseReady } from "./prepare.ts";
import { load, type Loaded } from "./loaded.ts";
import { emailOf, hasWaitingClosure, type LoginRow } from "./queries.ts";
import { recordBlocked } from "./record.ts";
import { recordClosed } from "./record-closing.ts";
import { settleUsers } from "./settle-users.ts";
import type { Survey } from "./survey.ts";
import { FoundWork, MakesWay, newLook, newRun, type Faults, type Run } from "./run.ts";

/**
 * Makes a shared database match what the control database says of it: what has to be closed first, then the rest, then
 * the cleaning up. It may be run at any moment, any number of times, and be cut off anywhere. What cannot be done now is
 * said, and asked for again.
 */
export async function reconcile(platform: Platform, databaseId: string, faults: Faults = {}): Promise<void> {
  const loaded = await load(platform.db, databaseId);
  if (loaded === null) return;
  if (await isTooEarly(platform, loaded)) return;
  try {
    const found = await withAdmin(loaded.server, platform.secrets, async (admin) => {
      await reconcileOn(newRun(platform, loaded, faults), admin);
    });
    if (loaded.database.state === "making") await requestObserve(platform.db, loaded.server.id, new Date());
    if (!found.ok) await noteSilence(platform, loaded, found.reason);
  } catch (error) {
    if (error instanceof MakesWay) return requestReconcile(platform.db, databaseId);
    if (!isConnectionLost(error)) throw error;
    await noteSilence(platform, loaded, classifyFailure(error).reason);
  }
}

/**
 * Whether a database is as it should be, from a look that changes nothing and waits for nobody's turn. What cannot be told,
 * as of a server that does not answer, is not as it should be.
 */
export async function isAsItShouldBe(platform: Platform, loaded: Loaded): Promise<boolean> {
  if (loaded.server.state === "silent" || loaded.database.state !== "ready" || hasEndings(loaded)) return false;
  try {
    const looked = await withAdmin(loaded.server, platform.secrets, (admin) =>
      reconcileOn(newLook(platform, loaded), admin),
    );
    return looked.ok;
  } catch (error) {
    if (error instanceof FoundWork || isConnectionLost(error)) return false;
    throw error;
  }
}

async function reconcileOn(first: Run, admin: AdminConnection): Promise<void> {
  let waiting = await closeWhatMustBe(first, admin);
  const warm = goInside(first);
  await noteAnswer(first.platform, first.loaded, admin);
  const byHand = await followEndsByHand(first, admin);
  if (byHand) waiting = (await closeWhatMustBe(await loadedAgain(first), admin)) || waiting;
  waiting = (await closeUsers(first, admin)) || waiting;
  await closeReturned(first, admin);
  await endWithoutLogin(first);
  const nothingEnds = !byHand && !hasEndings(first.loaded);
  let run = nothingEnds ? first : await loadedAgain(first);
  await followFirewall(run, admin);
  const { state } = run.loaded.database;
  if (state === "deleting") {
    await deleteDatabase(run, admin, waiting);
    await followFirewall(run, admin);
  } else if (state !== "deleted") {
    run = { ...run, loaded: await addMissingRows(run), loadedAt: performance.now() };
    await run.makeWay();
    await warm;
    await settle(run, admin);
  }
  if (!nothingEnds) await cleanUp(run, admin);
  if (waiting) await askAgain(first.platform, first.loaded.database.id, 2000);
}

/** Opens the session inside the database beside what comes before it: of a look that finds nothing to do, it is a quarter. */
async function goInside(run: Run): Promise<void> {
  const { state, dbname } = run.loaded.database;
  if (state === "ready") await run.inside(dbname, async () => undefined).catch(() => undefined);
}

/** Whether something of it ends, or has ended and is not cleaned up: what is known of it changes on the way. */
const hasEndings = (loaded: Loaded): boolean =>
  loginsToClose(loaded).length > 0 ||
  loaded.logins.some(({ state }) => state === "closed") ||
  loaded.collaborators.some(({ status }) => status === "revoking") ||
  loaded.users.some(({ state }) => state === "deleting") ||
  loaded.database.state === "deleting";

async function loadedAgain(run: Run): Promise<Run> {
  const loaded = (await load(run.platform.db, run.loaded.database.id)) ?? run.loaded;
  return { ...run, loaded, loadedAt: performance.now() };
}

/** @returns true when one of them could not be closed yet */
async function closeWhatMustBe(run: Run, admin: AdminConnection): Promise<boolean> {
  let waiting = false;
  const logins = loginsToClose(run.loaded);
  let look: Promise<Survey | null> = Promise.resolve(null);
  // On a connection of its own, beside the proof: nobody's end waits for what is only to be told.
  const begin = (): void => void (look = lookForLeftovers(run, logins));
  for (const { login, outcome } of await closeLogins(run, admin, logins, begin)) {
    if (outcome.closed) {
      await run.before("record-closed");
      const seen = await lookedInTime(look);
      await recordClosed(run, outcome, seen === null ? [] : [seen]);
    } else {
      waiting = true;
      await recordBlocked(run, { id: login.id, email: await emailOfLogin(run, login) }, outcome.reason);
    }
  }
  return waiting;
}

async function emailOfLogin({ loaded, platform }: Run, login: LoginRow): Promise<string> {
  const collaborator = loaded.collaborators.find((row) => row.id === login.collaborator_id);
  return collaborator?.email ?? (await emailOf(platform.db, login.account_id)).email;
}

/** Revoked before a role can have existed: there is nothing to close. */
async function endWithoutLogin({ platform, loaded }: Run): Promise<void> {
  for (const row of loaded.collaborators)
    if (row.status === "revoking" && !row.had_login)
      await platform.db.transaction().execute((tx) => endCollaborator(tx, platform.secrets, row.id, null));
}

/** The database, its groups and the logins that should be there. */
async function settle(run: Run, admin: AdminConnection): Promise<void> {
  const prepared = await prepareDatabase(run, admin, desire(run.loaded));
  if (!prepared.foreign) await settleExisting(run, admin, prepared.observed);
  if (prepared.blocked !== null) return recordDatabaseBlocked(run, prepared.blocked);
  const { id, dbname } = run.loaded.database;
  const settled = await run.inside(dbname, async (inside) => {
    await noteBaselines(run, inside);
    const waits =
      (await moveOwnership(run, admin, inside, prepared.observed)) ??
      (await returnOwnership(run, admin, inside, prepared.observed));
    await run.makeWay();
    await coverDatabase(run, inside, desire(run.loaded), prepared.observed);
    const guarded = await guardGroups(run, admin, inside, { desired: desire(run.loaded), observed: prepared.observed });
    return { ...guarded, waits: waits ?? guarded.waits };
  });
  if (!settled.ok) return recordDatabaseBlocked(run, `${dbname} cannot be looked into: ${settled.reason}.`);
  const { waits, overfull } = settled.value;
  for (const login of returned(run, prepared.observed)) await cleanLogin(run, admin, login);
  const coming = only(run, "making");
  await settleLogins(coming, admin, prepared.observed);
  await settleUsers(coming, admin, prepared.observed);
  await takeTheirOwn(run, admin, prepared.observed, overfull);
  await recordDatabaseReady(run, waits);
  // A lock in the way of the move is somebody's transaction: it ends.
  if (waits !== null) await askAgain(run.platform, id, 5000);
}

/**
 * Logins that are there already need no look from within, and do not wait for one: whoever is to have less could keep the
 * database from being looked into, and with it their level.
 */
async function settleExisting(run: Run, admin: AdminConnection, observed: Observed): Promise<void> {
  const existing = only(run, "ready");
  await settleLogins(existing, admin, observed);
  await deleteReturnedUsers(run, admin, desire(run.loaded).users, observed);
  await settleUsers(existing, admin, observed);
}

function only(run: Run, state: "making" | "ready"): Run {
  const { logins, users } = run.loaded;
  const isIn = (each: { readonly state: string }): boolean => each.state === state;
  return { ...run, loaded: { ...run.loaded, logins: logins.filter(isIn), users: users.filter(isIn) } };
}

/** Dropped logins that are there again, as after a restore. */
const returned = ({ loaded }: Run, observed: Observed): LoginRow[] =>
  loaded.logins.filter((login) => {
    const marker = loginMarker(login.id, login.generation, login.database_id);
    return login.state === "gone" && findOurs(observed, { oid: login.role_oid, marker }) !== null;
  });

/** Of accesses that are closed already: nobody waits for this. */
async function cleanUp(run: Run, admin: AdminConnection): Promise<void> {
  const now = await loadedAgain(run);
  await cleanUsers(now, admin);
  for (const login of now.loaded.logins) {
    if (login.state !== "closed") continue;
    await run.makeWay();
    await nameLeftovers(run, admin, login);
    await cleanLogin(run, admin, login);
    await closeLeftovers(run, login);
  }
}

const askAgain = (platform: Platform, databaseId: string, inMs: number): Promise<void> =>
  requestReconcile(platform.db, databaseId, { at: new Date(Date.now() + inMs) });

/** An answer every few seconds is enough to know; a change of mind is told at once. */
async function noteAnswer(platform: Platform, { server }: Loaded, admin: AdminConnection): Promise<void> {
  const fresh = server.seen_at !== null && Date.now() - server.seen_at.getTime() < 10_000;
  if (server.state === "answers" && fresh && server.timeline === admin.facts.timeline) return;
  await recordAnswer(platform.db, server.id, admin.facts);
}

async function noteSilence(platform: Platform, { server, database }: Loaded, reason: string): Promise<void> {
  const waits = await hasWaitingClosure(platform.db, server.id);
  const nextTryAt = nextTry(server, waits, new Date());
  await recordSilence(platform.db, server.id, { reason, nextTryAt });
  await requestReconcile(platform.db, database.id, { at: nextTryAt });
}

/** A server that was just found silent is not asked by each of its databases in turn. */
async function isTooEarly(platform: Platform, { server, database, now }: Loaded): Promise<boolean> {
  if (server.state !== "silent" || server.next_try_at === null || server.last_try_at === null) return false;
  const waits = await hasWaitingClosure(platform.db, server.id);
  const earliest = waits
    ? Math.min(server.last_try_at.getTime() + 1900, server.next_try_at.getTime())
    : server.next_try_at.getTime();
  if (now.getTime() >= earliest) return false;
  await requestReconcile(platform.db, database.id, { at: new Date(Math.max(earliest, now.getTime() + 250)) });
  return true;
}
