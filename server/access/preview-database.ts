import type { RevocationPreview } from "@guestlist/contract";
import type { AdminConnection } from "../databases/admin-connection.ts";
import { countByKind } from "./clean.ts";
import { findLocks } from "./locks.ts";
import { everyGroupMarker, keptRole } from "./names.ts";
import { inWords } from "./refusals.ts";
import { lentSql, listOwned } from "./take-owned.ts";
import { listUserMappings, type UserMapping } from "./user-mappings.ts";

export type Given = Omit<RevocationPreview["given"][number], "email">;
export type DatabasePreview = Pick<RevocationPreview, "objects" | "locks" | "security_definer_functions"> & {
  readonly user_mappings: readonly UserMapping[];
  readonly given: readonly Given[];
};

/** What a role owns, gave and would have to wait for, in the database that the connection is on. Looks only. */
export async function previewDatabase(inside: AdminConnection, roleOid: number): Promise<DatabasePreview> {
  const owned = countByKind(inside.dbname, await listOwned(inside, roleOid, keptRole));
  const sizes = await measureSizes(inside, roleOid);
  const [seen] = await inside.query<Omit<DatabasePreview, "objects" | "locks" | "user_mappings">>(insideSql, [roleOid]);
  if (seen === undefined) throw new Error("the look into a database has no answer");
  const mappings = await listUserMappings(inside, roleOid);
  return {
    ...seen,
    locks: await findLocks(inside, roleOid, "others'"),
    user_mappings: mappings,
    objects: owned.map((each) => ({ ...each, bytes: sizes.get(each.kind) ?? null })),
  };
}

/** A table that somebody is changing has no size now: the preview does without, rather than wait. */
async function measureSizes(inside: AdminConnection, roleOid: number): Promise<ReadonlyMap<string, number>> {
  try {
    const rows = await inside.query<{ kind: string; bytes: number }>(
      `select case relkind when 'm' then 'materialized view' else 'table' end as kind,
         sum(pg_total_relation_size(oid))::bigint as bytes
       from pg_class where relowner = $1::oid and relkind in ('r', 'p', 'm') group by 1`,
      [roleOid],
    );
    return new Map(rows.map((row) => [row.kind, row.bytes]));
  } catch (error) {
    if (inWords(error) === undefined) throw error;
    return new Map();
  }
}

// Grants are counted by who made them: a grant on one's own object names its owner as grantor, whoever wrote it. What we
// granted to the groups of the levels is no gift of the person's.
const insideSql = `
with recursive ${lentSql("$1::oid")},
grants as (
  select 'pg_class'::regclass as classid, oid as objid, 0 as objsubid, relowner as owner, relacl as acl from pg_class where relacl is not null
  union all select 'pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attacl is not null
  union all select 'pg_proc'::regclass, oid, 0, proowner, proacl from pg_proc where proacl is not null
  union all select 'pg_namespace'::regclass, oid, 0, nspowner, nspacl from pg_namespace where nspacl is not null
  union all select 'pg_type'::regclass, oid, 0, typowner, typacl from pg_type where typacl is not null
  union all select 'pg_language'::regclass, oid, 0, lanowner, lanacl from pg_language where lanacl is not null
  union all select 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwowner, fdwacl from pg_foreign_data_wrapper where fdwacl is not null
  union all select 'pg_foreign_server'::regclass, oid, 0, srvowner, srvacl from pg_foreign_server where srvacl is not null
  union all select 'pg_largeobject'::regclass, oid, 0, lomowner, lomacl from pg_largeobject_metadata where lomacl is not null
  union all select 'pg_database'::regclass, oid, 0, datdba, datacl from pg_database where datname = current_database()
), given as (
  select g.classid, g.objid, g.objsubid, x.grantee, g.owner = $1::oid and x.grantee <> 0
      and not exists (select from lent where lent.classid = g.classid and lent.objid = g.objid)
      -- Below full nothing of their own stays with anybody: the next look takes it back.
      and not exists (select from pg_auth_members m where m.member = x.grantee
        and shobj_description(m.roleid, 'pg_authid') ~ '${everyGroupMarker}') as stays,
    jsonb_agg(distinct x.privilege_type) as privileges
  from grants g, aclexplode(g.acl) x
  where x.grantor = $1::oid and x.grantee <> $1::oid
    and coalesce(shobj_description(nullif(x.grantee, 0), 'pg_authid'), '') !~ '${everyGroupMarker}'
    -- What everybody has by default is nobody's gift.
    and not (x.grantee = 0 and exists (select from aclexplode(acldefault(case g.classid
        when 'pg_proc'::regclass then 'f' when 'pg_type'::regclass then 'T' when 'pg_language'::regclass then 'l'
        when 'pg_database'::regclass then 'd' else 'r' end::"char", g.owner)) d
      where d.grantee = 0 and d.privilege_type = x.privilege_type))
  group by 1, 2, 3, 4, 5
)
select
  coalesce((select jsonb_agg(jsonb_build_object('database', current_database(), 'to', coalesce(r.rolname, 'everybody'),
      'on', (i).type || ' ' || (i).identity, 'privileges', given.privileges, 'stays', given.stays) order by r.rolname, (i).identity)
    from given left join pg_roles r on r.oid = given.grantee
    cross join lateral pg_identify_object(given.classid, given.objid, given.objsubid) i), '[]') as given,
  coalesce((select jsonb_agg(jsonb_build_object('database', current_database(), 'name', p.oid::regprocedure::text) order by 1)
    from pg_proc p where p.proowner = $1::oid and p.prosecdef), '[]') as security_definer_functions`;
