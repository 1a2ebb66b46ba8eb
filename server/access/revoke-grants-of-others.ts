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
export async function revokeGrantsOfOthers(
  inside: AdminConnection,
  role: { readonly name: string; readonly oid: number },
): Promise<Step[]> {
  const grants = await inside.query<Grant>(grantsSql(inside.facts.versionNum), [role.oid]);
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
const grantsSql = (versionNum: number): string => `
  select pg_get_userbyid(grantor) as grantor, jsonb_agg(distinct what) as what from (
    select x.grantor, format('ALL ON %s %s', case relkind when 'S' then 'SEQUENCE' else 'TABLE' end, c.oid::regclass) as what
      from pg_class c, aclexplode(relacl) x where x.grantee = $1::oid and x.grantor <> relowner
    union all select x.grantor, format('ALL (%I) ON TABLE %s', attname, c.oid::regclass)
      from pg_attribute a join pg_class c on c.oid = attrelid, aclexplode(attacl) x where x.grantee = $1::oid and x.grantor <> relowner
    ${others.map(([what, catalog, acl, owner]) => grantsOn(what, catalog, acl, owner)).join("")}
    ${versionNum < 150000 ? "" : grantsOn("'PARAMETER ' || parname", "pg_parameter_acl", "paracl", "10")}) given
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

const grantsOn = (what: string, catalog: string, acl: string, owner: string): string => `
    union all select x.grantor, 'ALL ON ' || ${what}
      from ${catalog} p, aclexplode(${acl}) x where x.grantee = $1::oid and x.grantor <> ${owner}`;
