import type { AdminConnection } from "../databases/admin-connection.ts";
import { quoteIdent } from "./quote.ts";
import type { Step } from "./step.ts";

interface Grant {
  readonly grantor: string;
  readonly what: string;
}

/**
 * What a role was given by others than the owner of the thing. DROP OWNED takes back the owner's grants only, also as
 * superuser; each of these is taken back as whoever gave it. @returns null when there is none
 */
export async function revokeGrantsOfOthers(
  inside: AdminConnection,
  role: { readonly name: string; readonly oid: number },
): Promise<Step | null> {
  const grants = await inside.query<Grant>(grantsSql, [role.oid]);
  if (grants.length === 0) return null;
  return {
    kind: "clean",
    description: `Take back what others than the owners granted to ${role.name} in ${inside.dbname}`,
    on: "database",
    sql: [
      ...grants.flatMap(({ grantor, what }) => [
        `SET LOCAL ROLE ${quoteIdent(grantor)}`,
        `REVOKE ${what} FROM ${quoteIdent(role.name)} CASCADE`,
      ]),
      "RESET ROLE",
    ],
  };
}

// information_schema shows a grant to its two parties alone; the catalogs show all. A name that is cast to regclass is
// written with its schema, and quoted where it has to be.
const grantsSql = `
  select distinct pg_get_userbyid(grantor) as grantor, what from (
    select x.grantor, format('ALL ON %s %s', case relkind when 'S' then 'SEQUENCE' else 'TABLE' end, c.oid::regclass) as what
      from pg_class c, aclexplode(relacl) x where x.grantee = $1::oid and x.grantor <> relowner
    union all select x.grantor, format('ALL (%I) ON TABLE %s', attname, c.oid::regclass)
      from pg_attribute a join pg_class c on c.oid = attrelid, aclexplode(attacl) x where x.grantee = $1::oid and x.grantor <> relowner
    union all select x.grantor, format('ALL ON ROUTINE %s', p.oid::regprocedure)
      from pg_proc p, aclexplode(proacl) x where x.grantee = $1::oid and x.grantor <> proowner
    union all select x.grantor, format('ALL ON SCHEMA %I', nspname)
      from pg_namespace n, aclexplode(nspacl) x where x.grantee = $1::oid and x.grantor <> nspowner) given`;
