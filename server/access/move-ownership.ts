import type { AdminConnection } from "../databases/admin-connection.ts";
import { markMoved, setPreviousOwner } from "../databases/reconcile-queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Applied } from "./apply.ts";
import { desire } from "./desired.ts";
import { nameLocks } from "./locks.ts";
import { findOurs, observe, type Observed } from "./observe.ts";
import { findOwnerRole } from "./plan.ts";
import { applyAll } from "./prepare.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import { anyInWords } from "./refusals.ts";
import type { Run } from "./run.ts";
import { grantMembership, makePowerlessRole } from "./steps.ts";
import type { Step } from "./step.ts";

const batch = 100;

/**
 * Moves an attached database from the login that owns it to a role that cannot log in, of which that login becomes a
 * member first: it never loses what it had. In batches, each with short lock time-outs, so it may stop and go on. The login
 * works as the new owner only when all is moved: before that, what is left is its own alone.
 * @returns why it waits, in words; null when there is nothing to move any more
 */
export async function moveOwnership(
  run: Run,
  admin: AdminConnection,
  inside: AdminConnection,
  observed: Observed,
): Promise<string | null> {
  const { database } = observed;
  if (run.loaded.database.ownership !== "moving" || database === null) return null;
  await run.before("move-ownership");
  const desired = desire(run.loaded);
  const from = run.loaded.database.previous_owner_role ?? database.owner;
  await setPreviousOwner(run.platform.db, desired.databaseId, from);

  const existing = findOwnerRole(desired, observed);
  const name = existing?.name ?? freeName(desired.owner.names, observed);
  if (existing === null) {
    const made = await applyAll(run, admin, [makePowerlessRole(name, desired.owner.marker, observed)]);
    if (made !== null) return made;
  }
  const joined = await applyAll(run, admin, [joinNewOwner(from, name, desired.dbname, observed)]);
  if (joined !== null) return joined;
  const opened = await openPublic(run, inside, name);
  if (opened !== null) return opened;
  const moved = await moveAll(run, inside, from, name);
  if (moved !== null) return moved;
  const works = await applyAll(run, admin, [workAsNewOwner(from, name, desired.dbname)]);
  if (works !== null) return works;
  // What it has made meanwhile, in sessions that began before.
  return (await moveAll(run, inside, from, name)) ?? finish(run, admin, from);
}

/** @returns why it stops, in words */
export async function moveAll(run: Run, inside: AdminConnection, from: string, to: string): Promise<string | null> {
  for (;;) {
    const statements = await listMoves(inside, from, to);
    if (statements.length === 0) return null;
    await run.makeWay();
    const moved = await move(run, inside, moveBatch(statements, from, to));
    if (moved.done) continue;
    if (moved.isBusy) return withLocks(inside, from, moved.reason);
    if (!moved.isUnexpected) return moved.reason;
    // It is said of which object, and keeps none of the others.
    const refused: string[] = [];
    for (const statement of statements) {
      const alone = await move(run, inside, moveBatch([statement], from, to));
      if (!alone.done) refused.push(alone.reason);
    }
    if (refused.length === statements.length) return refused.slice(0, named).join(" ");
  }
}

/** Of those that cannot be moved, so many are told. */
const named = 3;

/** A refusal that nobody expected must not end the run: everybody's access waits for it. */
async function move(
  run: Run,
  inside: AdminConnection,
  step: Step,
): Promise<Applied & { readonly isUnexpected?: boolean }> {
  try {
    return await run.apply(inside, step);
  } catch (error) {
    const words = anyInWords(error);
    if (words === undefined) throw error;
    return { done: false, reason: `${step.description}: ${words}.`, isUnexpected: true };
  }
}

async function withLocks(inside: AdminConnection, from: string, reason: string): Promise<string> {
  const [role] = await inside.query<{ oid: number }>("select oid from pg_roles where rolname = $1", [from]);
  return role === undefined ? reason : nameLocks(inside, role.oid, reason);
}

const freeName = (names: readonly [string, string], observed: Observed): string =>
  observed.roles.some((role) => role.name === names[0]) ? names[1] : names[0];

const joinNewOwner = (from: string, to: string, dbname: string, { versionNum }: Observed): Step => ({
  kind: "move-ownership",
  description: `Make ${from} a member of ${to}, which owns ${dbname}`,
  on: "server",
  sql: [grantMembership(to, from, true, versionNum), `ALTER DATABASE ${quoteIdent(dbname)} OWNER TO ${quoteIdent(to)}`],
});

/** So that what it makes later is the new owner's. */
const workAsNewOwner = (from: string, to: string, dbname: string): Step => ({
  kind: "move-ownership",
  description: `Have ${from} work as ${to} in ${dbname}`,
  on: "server",
  sql: [`ALTER ROLE ${quoteIdent(from)} IN DATABASE ${quoteIdent(dbname)} SET role = ${quoteLiteral(to)}`],
});

/** Up to 14 the schema public is not the database owner's: the new one may create there as the old one could. */
async function openPublic(run: Run, inside: AdminConnection, to: string): Promise<string | null> {
  if (inside.facts.versionNum >= 150000) return null;
  // By name: what it may because everybody may is about to be taken. Whoever cannot give it cannot take that either.
  const [lacking] = await inside.query(
    `select from pg_namespace, pg_roles r where nspname = 'public' and r.rolname = $1 and r.oid <> nspowner
       and pg_has_role(nspowner, 'USAGE')
       and not exists (select from aclexplode(nspacl) x where x.grantee = r.oid and x.privilege_type = 'CREATE')`,
    [to],
  );
  if (lacking === undefined) return null;
  return applyAll(run, inside, [
    {
      kind: "move-ownership",
      description: `Let ${to} create in the schema public`,
      on: "database",
      sql: [`GRANT USAGE, CREATE ON SCHEMA public TO ${quoteIdent(to)}`],
    },
  ]);
}

const moveBatch = (statements: readonly string[], from: string, to: string): Step => ({
  kind: "move-ownership",
  description:
    statements.length === 1
      ? `Move ${statements[0]?.replace(/^ALTER (.*) OWNER TO .*$/s, "$1")} from ${from} to ${to}`
      : `Move ${statements.length} objects from ${from} to ${to}`,
  on: "database",
  sql: ["SET LOCAL lock_timeout = '2s'", ...statements],
});

/**
 * What the old owner still owns here, as statements. Sequences of a column and row types follow their table; extensions
 * and what belongs to them have no owner that could be changed. Objects of the first superuser are in no pg_shdepend.
 */
async function listMoves(inside: AdminConnection, from: string, to: string): Promise<string[]> {
  const rows = await inside.query<{ kind: string; identity: string }>(
    `with o as (select oid from pg_roles where rolname = $1),
     ns as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
     mine as (
       select 'pg_namespace'::regclass as classid, n.oid as objid from pg_namespace n, o where n.oid in (select oid from ns) and n.nspowner = o.oid
       union select 'pg_class'::regclass, c.oid from pg_class c, o where c.relnamespace in (select oid from ns) and c.relowner = o.oid
         and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
         and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
           and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and c.relkind = 'S')
       union select 'pg_proc'::regclass, p.oid from pg_proc p, o where p.pronamespace in (select oid from ns) and p.proowner = o.oid
       union select 'pg_type'::regclass, t.oid from pg_type t, o where t.typnamespace in (select oid from ns) and t.typowner = o.oid
         and (t.typtype in ('d', 'e', 'r') or (t.typtype = 'c' and exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c')))
       union select s.classid::regclass, s.objid from pg_shdepend s, o where s.refclassid = 'pg_authid'::regclass and s.refobjid = o.oid
         and s.deptype = 'o' and s.dbid = (select oid from pg_database where datname = current_database())
         and s.classid::regclass::text = any(array['pg_operator', 'pg_opclass', 'pg_opfamily', 'pg_collation', 'pg_conversion',
           'pg_largeobject', 'pg_statistic_ext', 'pg_ts_config', 'pg_ts_dict', 'pg_foreign_server', 'pg_publication'])
     )
     select (i).type as kind, (i).identity from (
       select pg_identify_object(classid, objid, 0) as i from mine
       where not exists (select from pg_depend d where d.classid = mine.classid and d.objid = mine.objid and d.deptype = 'e')
     ) named order by ((i).type = 'schema') desc limit ${batch}`,
    [from],
  );
  return rows.map(
    ({ kind, identity }) => `ALTER ${keyword[kind] ?? kind.toUpperCase()} ${identity} OWNER TO ${quoteIdent(to)}`,
  );
}

/** Where pg_identify_object names a kind otherwise than ALTER does: an aggregate of anything has no arguments, and `*` for ALTER AGGREGATE. */
const keyword: Record<string, string> = {
  function: "ROUTINE",
  procedure: "ROUTINE",
  aggregate: "ROUTINE",
  "composite type": "TYPE",
  "statistics object": "STATISTICS",
  "foreign-data wrapper": "FOREIGN DATA WRAPPER",
};

async function finish(run: Run, admin: AdminConnection, from: string): Promise<string | null> {
  const desired = desire(run.loaded);
  const role = findOurs(await observe(admin, desired, run.loaded.logins), desired.owner);
  if (role === null) return "The new owner role is not to be found.";
  await run.platform.db.transaction().execute(async (tx) => {
    if (await markMoved(tx, desired.databaseId, from, role))
      await recordEvent(tx, {
        type: "database.ownership_moved",
        databaseId: desired.databaseId,
        data: { from, to: role.name },
      });
    // The owner has a login of their own from now on, and full access is to be had.
    await requestReconcile(tx, desired.databaseId);
  });
  return null;
}
