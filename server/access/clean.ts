import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Applied } from "./apply.ts";
import type { FoundRole } from "./observe.ts";
import type { MovedObjects } from "./evidence.ts";
import { nameLocks } from "./locks.ts";
import { keptMarker, keptRole } from "./names.ts";
import { quoteIdent } from "./quote.ts";
import type { Cleaned } from "./record-cleaned.ts";
import { anyInWords } from "./refusals.ts";
import { revokeGrantsOfOthers } from "./revoke-grants-of-others.ts";
import { rollBackPrepared } from "./roll-back-prepared.ts";
import { MakesWay, type Run } from "./run.ts";
import { makePowerlessRole } from "./steps.ts";
import type { Step } from "./step.ts";
import {
  describeLent,
  listOwned,
  moveBatch,
  moveRestAndDropOwned,
  ownsAnything,
  splitIntoBatches,
  type OwnedObject,
} from "./take-owned.ts";

/** Who gets what a role owned. */
export interface Heir {
  readonly name: string;
  /** It can do nothing, and others can do nothing with what it keeps. */
  readonly isKept: boolean;
}
export const keptHeir: Heir = { name: keptRole, isKept: true };

export type CleanedRole = Cleaned & { readonly interrupted: MakesWay | null };

/** Hears in sentences what is about to be taken from others with it. */
type Tell = (sentences: readonly string[]) => Promise<void>;

/** Takes a role out of the server that nobody can log in as any more. What stands in the way is said, not thrown. */
export async function cleanRole(
  run: Run,
  admin: AdminConnection,
  role: FoundRole,
  heir: Heir,
  tell: Tell = async () => undefined,
): Promise<CleanedRole> {
  const moved: MovedObjects[] = [];
  const leftOver: string[] = [];
  try {
    await borrow(run, admin, role);
    await rollBackPrepared(run, admin, [{ roleName: role.name }]);
    const places = await listDependencies(admin, role.oid);
    for (const place of places) {
      if (place.database === null) await giveSharedAway(run, admin, role, place.owned);
      else if (!place.allows_connections) leftOver.push(`objects in ${place.database}, which lets nobody connect`);
      else await cleanDatabase(run, admin, role, { dbname: place.database, heir, moved, tell });
    }
    // DROP OWNED takes what was granted on databases too, in whichever of them it runs.
    if (places.length > 0 && places.every((place) => place.database === null || !place.allows_connections))
      await cleanDatabase(run, admin, role, { dbname: admin.dbname, heir, moved, tell });
    const dropped = await run.apply(admin, dropRole("drop-login", role.name));
    if (dropped.done) return { moved, leftOver: [], dropped: true, interrupted: null };
    leftOver.push(...(await describeDependencies(admin, role.oid)), dropped.reason);
    return { moved, leftOver, dropped: false, interrupted: null };
  } catch (error) {
    const reason = wordsFor(error);
    if (reason === undefined) throw error;
    const leftSoFar = [...leftOver, reason];
    return { moved, leftOver: leftSoFar, dropped: false, interrupted: error instanceof MakesWay ? error : null };
  }
}

/** Taking what a role owns needs its rights; before 16 an admin that made a role has them only when it says so. */
export async function borrow(run: Run, admin: AdminConnection, role: FoundRole): Promise<void> {
  if (admin.facts.superuser) return;
  const [mine] = await admin.query<{ has: boolean }>("select pg_has_role($1::oid, 'USAGE') as has", [role.oid]);
  if (mine?.has === true) return;
  await mustApply(run, admin, {
    kind: "clean",
    description: `Make the admin connection a member of ${role.name}`,
    on: "server",
    sql: [`GRANT ${quoteIdent(role.name)} TO CURRENT_USER`],
  });
}

class CleanupRefused extends Error {}
type Refused = Extract<Applied, { done: false }>;

/** Why it goes no further; undefined for what nobody expected. */
export function wordsFor(error: unknown): string | undefined {
  if (error instanceof MakesWay) return "its clean-up goes on";
  return error instanceof CleanupRefused ? error.message : anyInWords(error);
}

export const dropRole = (kind: "drop-login" | "drop-role", name: string): Step => ({
  kind,
  description: `Drop the role ${name}`,
  on: "server",
  sql: [`DROP ROLE ${quoteIdent(name)}`],
});

interface Dependencies {
  /** Null: shared objects, such as databases themselves. */
  readonly database: string | null;
  readonly allows_connections: boolean;
  /** Of the shared ones, as ALTER calls them: `DATABASE shop`. */
  readonly owned: readonly string[];
}

/** pg_shdepend knows of every database where the role owns or was granted something; the others need no visit. */
const listDependencies = (admin: AdminConnection, roleOid: number): Promise<Dependencies[]> =>
  admin.query<Dependencies>(
    `select d.datname as database, coalesce(d.datallowconn, true) as allows_connections,
       coalesce((select jsonb_agg(format('DATABASE %I', datname)) from pg_database where datdba = $1::oid), '[]')
         || coalesce((select jsonb_agg(format('TABLESPACE %I', spcname)) from pg_tablespace where spcowner = $1::oid), '[]') as owned
     from (select distinct dbid from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = $1::oid) s
     left join pg_database d on d.oid = s.dbid order by d.datname nulls first`,
    [roleOid],
  );

async function describeDependencies(admin: AdminConnection, roleOid: number): Promise<string[]> {
  const rows = await admin.query<{ words: string }>(
    `select coalesce(d.datname || ': ', '') || count(*) || ' dependencies' as words from pg_shdepend s
     left join pg_database d on d.oid = s.dbid where refclassid = 'pg_authid'::regclass and refobjid = $1::oid group by d.datname`,
    [roleOid],
  );
  return rows.map((row) => row.words);
}

async function giveSharedAway(
  run: Run,
  admin: AdminConnection,
  role: FoundRole,
  owned: readonly string[],
): Promise<void> {
  if (owned.length > 0) await ensureKeptRole(run, admin);
  for (const what of owned)
    await mustApply(run, admin, {
      kind: "clean",
      description: `Take the ${what.replace(/^[A-Z]+/, (kind) => kind.toLowerCase())} from ${role.name}`,
      on: "server",
      sql: [`ALTER ${what} OWNER TO ${quoteIdent(keptRole)}`],
    });
}

interface Place {
  readonly dbname: string;
  readonly heir: Heir;
  readonly moved: MovedObjects[];
  readonly tell: Tell;
}

/** Step 7 of the recipe in one database, on a connection of its own. Tells what was moved as soon as it is. */
async function cleanDatabase(
  run: Run,
  admin: AdminConnection,
  role: FoundRole,
  { dbname, heir: given, moved, tell }: Place,
): Promise<void> {
  // Another database's objects are not the heir's to have.
  const heir = dbname === run.loaded.database.dbname ? given : keptHeir;
  const cleaned = await run.inside(dbname, async (connection) => {
    if (heir.isKept && (await ownsAnything(connection, role.oid))) await ensureKeptRole(run, admin);
    const owned = await listOwned(connection, role.oid, heir.name);
    const lent = heir.isKept ? describeLent(owned, dbname, heir.name) : [];
    if (lent.length > 0) await tell(lent);
    const batches = splitIntoBatches(owned);
    for (const batch of batches) {
      await run.makeWay();
      const taken = await run.apply(connection, moveBatch({ role, heir, dbname }, batch, connection.facts));
      if (!taken.done) throw await refusedInside(connection, role, taken);
      moved.push(...countByKind(dbname, batch));
    }
    // Refused: what then is left is named by DROP ROLE, which it keeps from being done.
    for (const others of await revokeGrantsOfOthers(connection, role)) await run.apply(connection, others);
    const gone = new Set(batches.flat());
    const rest = owned.filter((object) => !gone.has(object));
    const applied = await run.apply(connection, moveRestAndDropOwned({ role, heir, dbname }, rest, connection.facts));
    // So is a grant that DROP OWNED could not take: all else of the step is done by then.
    if (!applied.done && applied.rows === undefined) throw await refusedInside(connection, role, applied);
    moved.push(...countByKind(dbname, rest));
  });
  if (!cleaned.ok) throw new CleanupRefused(`${dbname} cannot be looked into: ${cleaned.reason}`);
}

/** With whoever holds the lock that was in the way. */
const refusedInside = async (
  inside: AdminConnection,
  role: FoundRole,
  { reason, isBusy }: Refused,
): Promise<CleanupRefused> => new CleanupRefused(isBusy ? await nameLocks(inside, role.oid, reason) : reason);

export function countByKind(database: string, owned: readonly OwnedObject[]): MovedObjects[] {
  const counts = new Map<string, number>();
  for (const { kind } of owned) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ database, kind, count }));
}

/** Once per server. A stranger's role of that name is left alone, and nothing is moved to it. */
export async function ensureKeptRole(run: Run, admin: AdminConnection): Promise<void> {
  const [found] = await admin.query<{ comment: string | null; powerless: boolean }>(
    `select shobj_description(oid, 'pg_authid') as comment, not (rolsuper or rolcanlogin or rolcreaterole or rolcreatedb
       or rolreplication or rolbypassrls or exists (select from pg_auth_members where member = r.oid)) as powerless
     from pg_roles r where rolname = $1`,
    [keptRole],
  );
  if (found === undefined) {
    const { versionNum, superuser, adminRole } = admin.facts;
    return mustApply(
      run,
      admin,
      makePowerlessRole(keptRole, keptMarker, { versionNum, superuser, adminRole, roles: [], database: null }),
    );
  }
  if (found.comment !== keptMarker)
    throw new CleanupRefused(`A role named ${keptRole} exists on the server, and is not Guestlist's.`);
  if (!found.powerless)
    throw new CleanupRefused(`The role ${keptRole} was given power: nothing is moved to it until that is taken back.`);
}

async function mustApply(run: Run, admin: AdminConnection, step: Step): Promise<void> {
  const applied = await run.apply(admin, step);
  if (!applied.done) throw new CleanupRefused(applied.reason);
}
