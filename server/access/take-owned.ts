import type { AdminConnection } from "../databases/admin-connection.ts";
import { quoteIdent, quoteLiteral } from "./quote.ts";
import type { Step } from "./step.ts";

/** Something that a role owns in one database. */
export interface OwnedObject {
  readonly kind: string;
  readonly identity: string;
  /** Its schema, quoted where it has to be, when the role that keeps things may not create in it yet. */
  readonly lend: string | null;
  /** How GRANT and REVOKE call it; null for what PUBLIC gets no rights on. */
  readonly grantable: "TABLE" | "ROUTINE" | "SEQUENCE" | "SCHEMA" | null;
  /** How ALTER … OWNER TO calls it; null for what follows something else, or is left to REASSIGN OWNED. */
  readonly alterable: string | null;
}

/** In the database that the connection is on. Default privileges are no objects: DROP OWNED takes them. */
export const listOwned = (connection: AdminConnection, roleOid: number, heir: string): Promise<OwnedObject[]> =>
  connection.query<OwnedObject>(
    `select kind, identity,
       case when has_schema_privilege((select oid from pg_roles where rolname = $2), to_regnamespace(schema), 'CREATE')
         then null else schema end as lend,
       case
         when classid = 'pg_proc'::regclass then 'ROUTINE'
         when classid = 'pg_namespace'::regclass then 'SCHEMA'
         when kind = 'sequence' then 'SEQUENCE'
         when classid = 'pg_class'::regclass and kind <> 'composite type' then 'TABLE' end as grantable,
       case when classid = 'pg_proc'::regclass then 'ROUTINE'
         when follows then null
         when kind in ('table', 'view', 'materialized view', 'foreign table', 'sequence') then upper(kind) end as alterable
     from (select classid, (i).type as kind, (i).identity, (i).schema, follows from (
       select classid, pg_identify_object(classid, objid, objsubid) as i, exists (select from pg_depend d
           where d.classid = s.classid and d.objid = s.objid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')) as follows
         from pg_shdepend s where refclassid = 'pg_authid'::regclass and refobjid = $1::oid and deptype = 'o'
           and classid <> 'pg_default_acl'::regclass
           and dbid = (select oid from pg_database where datname = current_database())) seen) owned`,
    [roleOid, heir],
  );

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
  sql: inLentSchemas(admin, heir.name, batch, [
    ...batch.map(({ alterable, identity }) => `ALTER ${alterable} ${identity} OWNER TO ${quoteIdent(heir.name)}`),
    ...(heir.isKept ? closedToPublic(batch) : []),
  ]),
});

/**
 * One transaction. DROP OWNED deletes what the role still owns, so a guard stands before it; and what PUBLIC was given on
 * the moved objects is taken back, or a SECURITY DEFINER function would go on serving whoever calls it.
 */
export const moveRestAndDropOwned = (
  { role, heir, dbname }: Moving,
  rest: readonly OwnedObject[],
  admin: AdminConnection["facts"],
): Step => ({
  kind: "clean",
  description: `Take ${rest.length} objects and the grants in ${dbname} from ${role.name}`,
  on: "database",
  sql: inLentSchemas(admin, heir.name, rest, [
    ...(rest.length > 0 ? [`REASSIGN OWNED BY ${quoteIdent(role.name)} TO ${quoteIdent(heir.name)}`] : []),
    guard(role.oid),
    `DROP OWNED BY ${quoteIdent(role.name)} RESTRICT`,
    ...(heir.isKept ? closedToPublic(rest) : []),
  ]),
});

const closedToPublic = (objects: readonly OwnedObject[]): string[] =>
  objects.flatMap(({ grantable, identity }) =>
    grantable === null ? [] : [`REVOKE ALL ON ${grantable} ${identity} FROM PUBLIC`],
  );

/**
 * For everybody but a superuser a new owner has to have CREATE in an object's schema. The powerless role has it for this
 * transaction only; of a schema that moves too it becomes the owner, and keeps it.
 */
function inLentSchemas(
  { superuser }: AdminConnection["facts"],
  heir: string,
  objects: readonly OwnedObject[],
  statements: string[],
): string[] {
  const guarded = ["SET LOCAL lock_timeout = '2s'", ...statements];
  const schemas = [...new Set(objects.flatMap(({ lend }) => lend ?? []))];
  if (superuser || schemas.length === 0) return guarded;
  const moving = new Set(objects.filter(({ kind }) => kind === "schema").map(({ identity }) => identity));
  const lent = schemas.filter((schema) => !moving.has(schema));
  return [
    `GRANT CREATE ON SCHEMA ${schemas.join(", ")} TO ${quoteIdent(heir)}`,
    ...guarded,
    ...(lent.length === 0 ? [] : [`REVOKE CREATE ON SCHEMA ${lent.join(", ")} FROM ${quoteIdent(heir)}`]),
  ];
}

/** As a statement: refuses to go on while the role owns anything in the database. */
export const guard = (roleOid: number): string =>
  `DO ${quoteLiteral(`BEGIN IF EXISTS (
    SELECT 1 FROM pg_catalog.pg_shdepend WHERE refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND refobjid = ${roleOid}
      AND deptype = 'o' AND classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass
      AND dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
  THEN RAISE EXCEPTION 'it still owns objects' USING ERRCODE = '2BP01'; END IF; END`)}`;
