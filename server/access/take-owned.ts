import type { AdminConnection } from "../databases/admin-connection.ts";
import { everyGroupMarker } from "./names.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Step } from "./step.ts";

/** Something that a role owns in one database. */
export interface OwnedObject {
  readonly kind: string;
  readonly identity: string;
  /** What its new owner has to have for it and has not, as GRANT calls it; null when nothing is lacking. */
  readonly lend: string | null;
  /** How GRANT and REVOKE call it; null for what PUBLIC gets no rights on. */
  readonly grantable: "TABLE" | "ROUTINE" | "SEQUENCE" | "SCHEMA" | null;
  /** Who was given it by name, where that would let them work with the rights of whoever owns it. */
  readonly lentTo: readonly string[];
  /** How ALTER … OWNER TO calls it; null for what follows something else, or is left to REASSIGN OWNED. */
  readonly alterable: string | null;
}

/**
 * Owned, and not to be kept: default privileges, and user mappings, which hold a password of the person's own for another
 * server. REASSIGN OWNED passes both by; DROP OWNED takes them.
 */
const goesWithItsOwner =
  "('pg_catalog.pg_default_acl'::pg_catalog.regclass, 'pg_catalog.pg_user_mapping'::pg_catalog.regclass)";

/** In the database that the connection is on. */
export const listOwned = (connection: AdminConnection, roleOid: number, heir: string): Promise<OwnedObject[]> =>
  connection.query<OwnedObject>(
    `with recursive h as (select (select oid from pg_roles where rolname = $2) as heir),
     ${lentSql("$1::oid")},
     owned as (
       select classid, objid, (i).type as kind, (i).identity, (i).schema, follows, fdw from (
         select classid, objid, pg_identify_object(classid, objid, objsubid) as i, exists (select from pg_depend d
             where d.classid = s.classid and d.objid = s.objid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')) as follows,
           (select srvfdw from pg_foreign_server f where s.classid = 'pg_foreign_server'::regclass and f.oid = s.objid) as fdw
         from pg_shdepend s where refclassid = 'pg_authid'::regclass and refobjid = $1::oid and deptype = 'o'
           and classid not in ${goesWithItsOwner}
           and dbid = (select oid from pg_database where datname = current_database())) seen)
     select kind, identity, ${lendSql} as lend,
       coalesce((select jsonb_agg(distinct quote_ident(rolname)) from lent join pg_roles r on r.oid = lent.grantee
         where lent.classid = owned.classid and lent.objid = owned.objid), '[]') as "lentTo",
       case
         when classid = 'pg_proc'::regclass then 'ROUTINE'
         when classid = 'pg_namespace'::regclass then 'SCHEMA'
         when kind = 'sequence' then 'SEQUENCE'
         when classid = 'pg_class'::regclass and kind <> 'composite type' then 'TABLE' end as grantable,
       case when classid = 'pg_proc'::regclass then 'ROUTINE'
         when follows then null
         when kind in ('table', 'view', 'materialized view', 'foreign table', 'sequence') then upper(kind) end as alterable
     from owned, h`,
    [roleOid, heir],
  );

// A wrapper's own owner is a superuser: who may not hand on its USAGE lends the membership in a role that has it.
const lendSql = `case
  when classid = 'pg_publication'::regclass and not has_database_privilege(heir, current_database(), 'CREATE')
    then format('CREATE ON DATABASE %I', current_database())
  when fdw is not null and not has_foreign_data_wrapper_privilege(heir, fdw, 'USAGE') then (
    select case
      when has_foreign_data_wrapper_privilege(fdw, 'USAGE WITH GRANT OPTION') then format('USAGE ON FOREIGN DATA WRAPPER %I', fdwname)
      when has_foreign_data_wrapper_privilege($1::oid, fdw, 'USAGE') then quote_ident(pg_get_userbyid($1::oid))
      else (select quote_ident(pg_get_userbyid(datdba)) from pg_database d where datname = current_database()
        and has_foreign_data_wrapper_privilege(datdba, fdw, 'USAGE')) end
    from pg_foreign_data_wrapper w where w.oid = fdw)
  when not has_schema_privilege(heir, to_regnamespace(schema), 'CREATE') then format('CREATE ON SCHEMA %s', schema) end`;

/**
 * As common table expressions: what works with the rights of its owner, and whom that one let use it by name. Routines do, as
 * SECURITY DEFINER; and so do views, and tables with rules, where they come to what somebody else owns. In the hands of a
 * role that keeps what several people left, code of one would work on things of another. The groups of the levels are left
 * out: they have the same on the things themselves.
 */
export const lentSql = (role: string): string => `
  reached as (
    select c.oid as relation, c.oid as via from pg_class c where c.relowner = ${role} and c.relkind in ('r', 'p', 'v', 'm')
    union select r.relation, d.refobjid from reached r join pg_class via on via.oid = r.via and via.relowner = ${role}
      join pg_rewrite w on w.ev_class = r.via
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
  ), lending as (
    select 'pg_proc'::regclass as classid, oid as objid, proacl as acl from pg_proc where proowner = ${role}
    union all select 'pg_class'::regclass, c.oid, a.acl
      from (select distinct r.relation from reached r join pg_class via on via.oid = r.via where via.relowner <> ${role} and via.oid >= 16384) x
      join pg_class c on c.oid = x.relation
      cross join lateral (select relacl as acl union all select attacl from pg_attribute where attrelid = c.oid and attacl is not null) a
  ), lent as materialized (
    select l.classid, l.objid, x.grantee from lending l, aclexplode(l.acl) x
    where x.grantee not in (0, ${role})
      and coalesce(shobj_description(x.grantee, 'pg_authid'), '') !~ '${everyGroupMarker}'
  )`;

/** What of it is taken from people who were given it by name, in words. */
export function describeLent(owned: readonly OwnedObject[], dbname: string, heir: string): string[] {
  const lent = owned.filter(({ lentTo }) => lentTo.length > 0);
  if (lent.length === 0) return [];
  const what = shortList(lent.map(({ kind, identity }) => `${kind} ${identity}`));
  const whom = shortList([...new Set(lent.flatMap(({ lentTo }) => lentTo))]);
  return [`in ${dbname}, the use of ${what} is taken from ${whom}: it would work with the rights of ${heir}`];
}

const shortList = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} … (${names.length})`;

/** Each of them locks a table with its indexes, and the server's whole room for locks is a few thousand by default. */
export const batchSize = 500;

/** More than REASSIGN OWNED has locks for: as many as fit go first, a batch at a time. */
export function splitIntoBatches(owned: readonly OwnedObject[]): OwnedObject[][] {
  if (owned.length <= batchSize) return [];
  const movable = owned.filter((object) => object.alterable !== null);
  return Array.from({ length: Math.ceil(movable.length / batchSize) }, (_, index) =>
    movable.slice(index * batchSize, (index + 1) * batchSize),
  );
}

export interface Moving {
  readonly role: { readonly name: string; readonly oid: number };
  /** When it is the role that keeps things, they are shut to everybody. */
  readonly heir: { readonly name: string; readonly isKept: boolean };
  readonly dbname: string;
}

/** Its own transaction: what was moved stays moved when the next batch meets a lock. */
export const moveBatch = (
  { role, heir, dbname }: Moving,
  batch: readonly OwnedObject[],
  admin: AdminConnection["facts"],
): Step => ({
  kind: "clean",
  description: `Take ${batch.length} objects in ${dbname} from ${role.name}`,
  on: "database",
  sql: [
    ...onLoan(
      admin,
      heir.name,
      batch,
      batch.map(({ alterable, identity }) => `ALTER ${alterable} ${identity} OWNER TO ${quoteIdent(heir.name)}`),
    ),
    ...(heir.isKept ? shut(batch) : []),
  ],
});

/** One transaction, with a guard: for a role that goes on being used, and keeps nothing. */
export const moveRest = (
  { role, heir, dbname }: Moving,
  rest: readonly OwnedObject[],
  admin: AdminConnection["facts"],
): Step => ({
  kind: "clean",
  description: `Take ${rest.length} objects in ${dbname} from ${role.name}`,
  on: "database",
  sql: [
    ...onLoan(admin, heir.name, rest, [
      ...(rest.length > 0 ? [`REASSIGN OWNED BY ${quoteIdent(role.name)} TO ${quoteIdent(heir.name)}`] : []),
      guard(role.oid),
    ]),
    ...(heir.isKept ? shut(rest) : []),
  ],
});

/**
 * One transaction. DROP OWNED deletes what the role still owns, so a guard stands before it; and what PUBLIC was given on
 * the moved objects is taken back, and what works with its owner's rights from everybody, or a SECURITY DEFINER function
 * would go on serving whoever calls it.
 */
export function moveRestAndDropOwned(
  moving: Moving,
  rest: readonly OwnedObject[],
  admin: AdminConnection["facts"],
): Step {
  const { role, dbname } = moving;
  const moved = moveRest(moving, rest, admin);
  return {
    ...moved,
    description: `Take ${rest.length} objects and the grants in ${dbname} from ${role.name}`,
    sql: [...moved.sql, `DROP OWNED BY ${quoteIdent(role.name)} RESTRICT`],
  };
}

const shut = (objects: readonly OwnedObject[]): string[] =>
  objects.flatMap(({ grantable, identity, lentTo }) => {
    if (grantable === null) return [];
    const revoke = `REVOKE ALL ON ${grantable} ${identity} FROM PUBLIC`;
    // What they handed on goes with it.
    return lentTo.length === 0 ? [revoke] : [`${revoke}, ${lentTo.join(", ")} CASCADE`];
  });

/**
 * For everybody but a superuser a new owner has to have a right of its own: CREATE in an object's schema, or in the database
 * for a publication. The powerless role has it for this transaction only; of a schema that moves too it becomes the owner,
 * and keeps it. What the ended login could hand on is taken back before its grants are.
 */
function onLoan(
  { superuser }: AdminConnection["facts"],
  heir: string,
  objects: readonly OwnedObject[],
  statements: string[],
): string[] {
  const guarded = ["SET LOCAL lock_timeout = '2s'", ...statements];
  const loans = [...new Set(objects.flatMap(({ lend }) => lend ?? []))];
  if (superuser || loans.length === 0) return guarded;
  const kept = new Set(
    objects.flatMap(({ kind, identity }) => (kind === "schema" ? `CREATE ON SCHEMA ${identity}` : [])),
  );
  return [
    ...loans.map((loan) => `GRANT ${loan} TO ${quoteIdent(heir)}`),
    ...guarded,
    ...loans.flatMap((loan) => (kept.has(loan) ? [] : `REVOKE ${loan} FROM ${quoteIdent(heir)}`)),
  ];
}

/** In the database that the connection is on, of what is to be kept. */
export async function ownsAnything(connection: AdminConnection, roleOid: number): Promise<boolean> {
  const [row] = await connection.query<{ owns: boolean }>(`select exists (${ownedSql(roleOid)}) as owns`);
  return row?.owns ?? false;
}

const ownedSql = (roleOid: number): string =>
  `SELECT 1 FROM pg_catalog.pg_shdepend WHERE refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND refobjid = ${roleOid}
      AND deptype = 'o' AND classid NOT IN ${goesWithItsOwner}
      AND dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;

/** As a statement: refuses to go on while the role owns anything in the database. */
export const guard = (roleOid: number): string =>
  `DO ${quoteLiteral(`BEGIN IF EXISTS (${ownedSql(roleOid)})
  THEN RAISE EXCEPTION 'it still owns objects' USING ERRCODE = '2BP01'; END IF; END`)}`;
