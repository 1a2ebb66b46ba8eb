import type { AdminConnection } from "../databases/admin-connection.ts";

/** Where in one database the groups lack what their level promises. */
export interface Coverage {
  readonly schemas: readonly string[];
  /** Roles that can create things, and whose future tables the groups would not see. */
  readonly creators: readonly string[];
  /** `public`, when everybody may create in it: a read-only person could. */
  readonly publicCreates: readonly string[];
  /** Roles that could create in them only because everybody could; asked for while the database is prepared. */
  readonly relyingOnPublic: readonly string[];
}

/** Looks into the database that the connection is on. */
export async function observeCoverage(
  admin: AdminConnection,
  groups: { readonly readOnly: number; readonly readWrite: number },
  preparing: boolean,
): Promise<Coverage> {
  const [row] = await admin.query<Coverage>(coverageSql, [groups.readOnly, groups.readWrite, preparing]);
  return row ?? { schemas: [], creators: [], publicCreates: [], relyingOnPublic: [] };
}

const ours = (role: string): string => `coalesce(shobj_description(${role}.oid, 'pg_authid'), '') like 'guestlist %'`;

// Logins of people are no creators here: what they make as the owner role is the owner's, and what they make beside it is
// covered at the next look. A default privilege of theirs would only stand in the way of dropping them.
const coverageSql = `
with ns as (select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
creators as (
  select relowner as o from pg_class where relnamespace in (select oid from ns)
  union select nspowner from ns
  union select datdba from pg_database where datname = current_database()
  union select r.oid from pg_roles r, ns where not r.rolsuper and r.rolname !~ '^pg_' and has_schema_privilege(r.oid, ns.oid, 'CREATE')
  union select r.oid from pg_roles r where not r.rolsuper and r.rolname !~ '^pg_'
    and has_database_privilege(r.oid, current_database(), 'CREATE')
)
select
  coalesce((select jsonb_agg(ns.nspname order by ns.nspname) from ns where
    not has_schema_privilege($1::oid, ns.oid, 'USAGE') or not has_schema_privilege($2::oid, ns.oid, 'USAGE')
    or exists (select from pg_class c where c.relnamespace = ns.oid and c.relkind in ('r', 'p', 'v', 'm', 'f') and not (
      has_table_privilege($1::oid, c.oid, 'SELECT') and has_table_privilege($2::oid, c.oid, 'SELECT')
      and has_table_privilege($2::oid, c.oid, 'INSERT') and has_table_privilege($2::oid, c.oid, 'UPDATE')
      and has_table_privilege($2::oid, c.oid, 'DELETE')))
    or exists (select from pg_class c where c.relnamespace = ns.oid and c.relkind = 'S' and not (
      has_sequence_privilege($1::oid, c.oid, 'SELECT') and has_sequence_privilege($2::oid, c.oid, 'SELECT')
      and has_sequence_privilege($2::oid, c.oid, 'USAGE') and has_sequence_privilege($2::oid, c.oid, 'UPDATE')))), '[]') as schemas,
  coalesce((select jsonb_agg(r.rolname order by r.rolname) from creators join pg_roles r on r.oid = creators.o
    where r.rolname !~ '^pg_' and coalesce(shobj_description(r.oid, 'pg_authid'), '') not like 'guestlist login %'
      and r.oid not in ($1::oid, $2::oid)
      and 11 <> (select count(*) from pg_default_acl a, aclexplode(a.defaclacl) x
        where a.defaclrole = r.oid and a.defaclnamespace = 0 and (a.defaclobjtype::text, x.grantee, x.privilege_type) in (
          ('n', $1::oid, 'USAGE'), ('n', $2::oid, 'USAGE'), ('r', $1::oid, 'SELECT'), ('r', $2::oid, 'SELECT'),
          ('r', $2::oid, 'INSERT'), ('r', $2::oid, 'UPDATE'), ('r', $2::oid, 'DELETE'), ('S', $1::oid, 'SELECT'),
          ('S', $2::oid, 'SELECT'), ('S', $2::oid, 'USAGE'), ('S', $2::oid, 'UPDATE')))), '[]') as creators,
  coalesce((select jsonb_agg(ns.nspname order by ns.nspname) from ns where ns.nspname = 'public' and exists (
    select from aclexplode(coalesce(ns.nspacl, acldefault('n', ns.nspowner))) x
    where x.grantee = 0 and x.privilege_type = 'CREATE')), '[]') as "publicCreates",
  case when $3 then coalesce((select jsonb_agg(r.rolname order by r.rolname) from pg_roles r
    where not r.rolsuper and r.rolname !~ '^pg_' and not ${ours("r")} and exists (
      select from pg_roles m where m.rolcanlogin and not m.rolsuper and not ${ours("m")} and pg_has_role(m.oid, r.oid, 'MEMBER')
        and has_database_privilege(m.oid, current_database(), 'CONNECT'))), '[]') else '[]' end as "relyingOnPublic"`;
