import type { Reader, Tx } from "../platform/control-database.ts";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { isConnectionLost } from "../databases/connection-failure.ts";
import type { DatabaseRow } from "../databases/grant.ts";
import { listKnownSecrets } from "../databases/user-queries.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { closedSince, describeSecret, findLeftovers, type Found } from "./leftover.ts";
import {
  findBaselines,
  findClosureOf,
  insertBaselines,
  insertLeftovers,
  listLeftovers,
  listWithoutBaseline,
  markFoundGone,
  setSeen,
  wasFull,
  type SeenOfClosure,
} from "./leftover-queries.ts";
import type { LoginRow } from "./queries.ts";
import { countApiTokens } from "./reading-queries.ts";
import type { Run } from "./run.ts";
import { survey, takeBaseline, type Baseline, type Survey } from "./survey.ts";

/** Before a login is made: what was there then is nothing that its person left. Without it, that is said not to be known. */
export async function noteBaselines(run: Run, inside: AdminConnection): Promise<void> {
  const { db, log } = run.platform;
  const made = await listWithoutBaseline(db, run.loaded.database.id);
  if (made.length === 0) return;
  await run.before("record");
  try {
    await insertBaselines(db, made, await takeBaseline(inside));
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    log.warn({ error: (error as Error).message }, "what was there before a login could not be noted");
  }
}

/** Looks for what ended logins could still use. Null: the database could not be looked into, which keeps nothing open. */
export async function lookForLeftovers(run: Run, logins: readonly LoginRow[]): Promise<Survey | null> {
  const { database } = run.loaded;
  if (logins.length === 0 || database.delete_data === "drop") return null;
  const oids = logins.flatMap(({ role_oid: oid }) => oid ?? []);
  const ids = logins.map(({ id }) => id);
  return lookInto(run, database.dbname, async (inside) => {
    const baselines = await findBaselines(run.platform.db, ids);
    const closed = [...new Set([...baselines.values()].flatMap((each) => each.closed))];
    return survey(inside, oids, closed);
  });
}

/** What cannot be looked into now is looked into again before anything is moved. */
async function lookInto<T>(run: Run, dbname: string, look: (inside: AdminConnection) => Promise<T>): Promise<T | null> {
  try {
    const looked = await run.inside(dbname, look);
    return looked.ok ? looked.value : null;
  } catch (error) {
    run.platform.log.warn({ error: (error as Error).message }, "what an ended login leaves could not be looked for");
    return null;
  }
}

/** Nobody's closure waits for a look that takes long. */
export const lookedInTime = (look: Promise<Survey | null>): Promise<Survey | null> => {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref());
  return Promise.race([look, late]);
};
const patienceMs = 500;

/** What is known of a login's leftovers, to be written with its closure. */
export async function describeLeftovers(
  db: Reader,
  database: Pick<DatabaseRow, "id" | "dbname">,
  login: LoginRow,
  surveys: readonly Survey[],
): Promise<{ readonly found: Found; readonly seen: SeenOfClosure }> {
  const [secrets, baselines, full, apiTokens] = await Promise.all([
    listKnownSecrets(db, database.id, login.account_id),
    findBaselines(db, [login.id]),
    wasFull(db, login),
    countApiTokens(db, login.account_id),
  ]);
  const baseline: Baseline | null = baselines.get(login.id) ?? null;
  const found = findLeftovers(
    secrets.map((secret) => describeSecret(secret, database.dbname)),
    surveys,
    { roleOid: login.role_oid, full },
    baseline,
  );
  const seenAt = surveys.length === 0 ? null : new Date().toISOString();
  return { found, seen: { seen_at: seenAt, left_out: found.leftOut, api_tokens: apiTokens } };
}

/**
 * Of a closed login, before what it owns is moved: what came after the first look, or could not be seen then, and what
 * it owns in other databases. The clean-up's statement says it.
 */
export async function nameLeftovers(run: Run, admin: AdminConnection, login: LoginRow): Promise<void> {
  const here = await lookForLeftovers(run, [login]);
  if (here === null) return;
  const elsewhere: Survey[] = [];
  for (const dbname of await listOtherHomes(admin, login.role_oid, here.dbname)) {
    const seen = await lookInto(run, dbname, (inside) => survey(inside, [login.role_oid ?? 0], []));
    if (seen !== null) elsewhere.push({ ...seen, public: [], code: [] });
  }
  await run.platform.db.transaction().execute(async (tx) => {
    const closure = await findClosureOf(tx, login.id);
    if (closure === undefined) return;
    const { found, seen } = await describeLeftovers(tx, run.loaded.database, login, [here, ...elsewhere]);
    await insertLeftovers(tx, closure.id, found.items);
    await setSeen(tx, closure.id, seen);
    await closeFoundGone(tx, closure.id, [here]);
  });
}

const listOtherHomes = async (admin: AdminConnection, roleOid: number | null, dbname: string): Promise<string[]> => {
  const rows = await admin.query<{ datname: string }>(
    `select d.datname from pg_database d where d.datallowconn and d.datname <> $2 and exists (select from pg_shdepend s
       where s.dbid = d.oid and s.refclassid = 'pg_authid'::regclass and s.refobjid = $1::oid and s.deptype = 'o') order by 1`,
    [roleOid ?? 0, dbname],
  );
  return rows.map((row) => row.datname);
};

/** After the clean-up, which takes from everybody what they could do with what was moved. */
export async function closeLeftovers(run: Run, login: LoginRow): Promise<void> {
  const { db } = run.platform;
  const closure = await findClosureOf(db, login.id);
  if (closure === undefined) return;
  const open = (await listLeftovers(db, closure.id)).filter(
    ({ kind, decision }) => kind === "public_privilege" && decision === null,
  );
  if (open.length === 0) return;
  const here = await lookForLeftovers(run, [login]);
  if (here === null) return;
  await db.transaction().execute(async (tx) => {
    await findClosureOf(tx, login.id);
    await closeFoundGone(tx, closure.id, [here]);
    await issueReceipt(tx, run.platform, login.id);
  });
}

async function closeFoundGone(tx: Tx, closureId: string, surveys: readonly Survey[]): Promise<void> {
  await markFoundGone(tx, closureId, closedSince(await listLeftovers(tx, closureId), surveys));
}
