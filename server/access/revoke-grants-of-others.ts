import type { AdminConnection } from "../databases/admin-connection.ts";
import { quoteIdent } from "./quote.ts";
import type { Step } from "./step.ts";

interface Grant {
  readonly grantor: string;
  readonly what: readonly string[];
}

/**
 * What a role was given by others than the owner of the thing. DROP OWNED takes back the owner's grants only, also as
 * superuser; each of these is taken back as whoever gave it. A step for each of them: one that is not ours to work as keeps
 * none of the others.
 */
export const revokeGrantsOfOthers = (inside: AdminConnection, role: Grantee): Promise<Step[]> =>
  revokeGrants(inside, role, (owner) => `x.grantor <> ${owner}`);

/** All that a role was given in this database, for one that goes on being used: DROP OWNED would take it out of policies too. */
export const revokeAllGrants = (inside: AdminConnection, role: Grantee): Promise<Step[]> =>
  revokeGrants(inside, role, (owner, catalog) =>
    catalog === "pg_database" ? `datname = current_database()` : `x.grantee <> ${owner}`,
  );

interface Grantee {
  readonly name: string;
  readonly oid: number;
}
/** Which of the grants on the things in a catalog, whose owner stands in that column. */
type Which = (owner: string, catalog: string) => string;

async function revokeGrants(inside: AdminConnection, role: Grantee, which: Which): Promise<Step[]> {
  const grants = await inside.query<Grant>(grantsSql(inside.facts.versionNum, which), [role.oid]);
  return grants.map(({ grantor, what }) => ({
    kind: "clean",
    description: `Take back what ${grantor} granted to ${role.name} in ${inside.dbname}`,
    on: "database",
    sql: [
      `SET LOCAL ROLE ${quoteIdent(grantor)}`,
      ...what.map((each) => `REVOKE ${each} FROM ${quoteIdent(role.name)} CASCADE`),
    ],
  }));
}

// information_schema shows a grant to its two parties alone; the catalogs show all. A name that is cast to regclass is
// written with its schema, and quoted where it has to be.
const grantsSql = (versionNum: number, which: Which): string => `
  select pg_get_userbyid(grantor) as grantor, jsonb_agg(distinct what) as what from (
    select x.grantor, format('ALL ON %s %s', case relkind when 'S' then 'SEQUENCE' else 'TABLE' end, c.oid::regclass) as what
      from pg_class c, aclexplode(relacl) x where x.grantee = $1::oid and ${which("relowner", "pg_class")}
    union all select x.grantor, format('ALL (%I) ON TABLE %s', attname, c.oid::regclass)
      from pg_attribute a join pg_class c on c.oid = attrelid, aclexplode(attacl) x where x.grantee = $1::oid and ${which("relowner", "pg_class")}
    ${[...others, ...(versionNum < 150000 ? [] : [parameters])].map((each) => grantsOn(each, which)).join("")}) given
  group by grantor`;

const others = [
  ["'ROUTINE ' || p.oid::regprocedure", "pg_proc", "proacl", "proowner"],
  ["format('SCHEMA %I', nspname)", "pg_namespace", "nspacl", "nspowner"],
  ["'TYPE ' || p.oid::regtype", "pg_type", "typacl", "typowner"],
  ["format('LANGUAGE %I', lanname)", "pg_language", "lanacl", "lanowner"],
  ["format('FOREIGN DATA WRAPPER %I', fdwname)", "pg_foreign_data_wrapper", "fdwacl", "fdwowner"],
  ["format('FOREIGN SERVER %I', srvname)", "pg_foreign_server", "srvacl", "srvowner"],
  ["'LARGE OBJECT ' || p.oid", "pg_largeobject_metadata", "lomacl", "lomowner"],
  ["format('DATABASE %I', datname)", "pg_database", "datacl", "datdba"],
  ["format('TABLESPACE %I', spcname)", "pg_tablespace", "spcacl", "spcowner"],
] as const;

const parameters = ["'PARAMETER ' || parname", "pg_parameter_acl", "paracl", "10"] as const;

const grantsOn = ([what, catalog, acl, owner]: (typeof others)[number] | typeof parameters, which: Which): string => `
    union all select x.grantor, 'ALL ON ' || ${what}
      from ${catalog} p, aclexplode(${acl}) x where x.grantee = $1::oid and ${which(owner, catalog)}`;
