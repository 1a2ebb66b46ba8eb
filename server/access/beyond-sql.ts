/** What each level gives its group: tables, columns, sequences, schemas, the database, large objects. */
const readOnly = "('r', 'SELECT'), ('c', 'SELECT'), ('S', 'SELECT'), ('n', 'USAGE'), ('d', 'CONNECT'), ('L', 'SELECT')";
const readWrite = `${readOnly}, ('r', 'INSERT'), ('r', 'UPDATE'), ('r', 'DELETE'), ('c', 'INSERT'), ('c', 'UPDATE'),
  ('S', 'USAGE'), ('S', 'UPDATE'), ('L', 'UPDATE')`;

const tableOrSequence = "case relkind when 'S' then 'S' else 'r' end";
const fitsSql = (
  kind: string,
): string => `case x.grantee when $2::oid then (right(${kind}, 1), x.privilege_type) in (${readOnly})
    else (right(${kind}, 1), x.privilege_type) in (${readWrite}) end`;
const isBeyondSql = (kind: string): string =>
  `x.grantee in ($2::oid, $3::oid) and x.grantor <> x.grantee and (x.is_grantable or not ${fitsSql(kind)})`;

/**
 * $1 are people's logins, $2 and $3 the groups. pg_shdepend knows what depends on a role, by an index; where nothing does,
 * nothing more is read of it. Of a person's it leaves out what gives no power over others' things: default privileges and
 * user mappings of their own, large objects (everybody may make those), what is temporary; and other databases.
 *
 * Thousands of tables have a handful of different access lists: each of these is taken apart once.
 *
 * What functions, types and foreign servers the groups may use is the owner's to decide: no level says anything of it.
 */
export const beyondSql = `
with here as materialized (select oid from pg_database where datname = current_database()),
held as materialized (
  select s.refobjid as role_oid, s.deptype, s.dbid from pg_shdepend s, here
  where s.refclassid = 'pg_authid'::regclass
    and (s.refobjid = any ($1::oid[]) or s.deptype = 'o' and s.refobjid in ($2::oid, $3::oid))
    and s.dbid in (0, here.oid) and s.deptype in ('o', 'a') and s.classid <> 'pg_auth_members'::regclass
    and not (s.deptype = 'a' and s.classid = 'pg_database'::regclass and s.objid <> here.oid)
    and not (s.deptype = 'o' and s.classid in ('pg_default_acl'::regclass, 'pg_user_mapping'::regclass, 'pg_largeobject'::regclass))
    and not (s.classid = 'pg_class'::regclass and exists (select from pg_class c where c.oid = s.objid and c.relpersistence = 't'))
), lists as materialized (
  select ${tableOrSequence} as kind, relacl as acl from pg_class where relacl is not null group by 1, 2
), items as (
  select l.kind, c.oid, null::name as part, l.acl from lists l join pg_class c on c.relacl = l.acl and ${tableOrSequence} = l.kind
  where exists (select from aclexplode(l.acl) x where ${isBeyondSql("l.kind")})
  union all
  select 'c', a.attrelid, a.attname, a.attacl from pg_shdepend s, here, pg_attribute a
  where s.refclassid = 'pg_authid'::regclass and s.refobjid in ($2::oid, $3::oid) and s.dbid = here.oid and s.deptype = 'a'
    and s.classid = 'pg_class'::regclass and s.objsubid > 0 and a.attrelid = s.objid and a.attnum = s.objsubid
  union all
  select 'n', oid, null, nspacl from pg_namespace where nspacl is not null
  union all
  select 'd', oid, null, datacl from pg_database where datname = current_database()
  union all
  select 'L', l.oid, null, l.lomacl from pg_shdepend s, here, pg_largeobject_metadata l
  where s.refclassid = 'pg_authid'::regclass and s.refobjid in ($2::oid, $3::oid) and s.dbid = here.oid and s.deptype = 'a'
    and s.classid = 'pg_largeobject'::regclass and l.oid = s.objid
  union all
  select 'D' || defaclobjtype::text, oid, null, defaclacl from pg_default_acl where defaclobjtype in ('r', 'S', 'n')
), given as materialized (
  select distinct i.kind, i.oid, i.part, x.grantor, x.grantee, x.privilege_type, ${fitsSql("i.kind")} as fits
  from items i, aclexplode(i.acl) x where ${isBeyondSql("i.kind")}
)
select
  coalesce((select jsonb_agg(to_jsonb(h)) from (
    select role_oid::bigint, count(*) filter (where deptype = 'o' and dbid <> 0) as objects,
      count(*) filter (where deptype = 'o' and dbid = 0) as shared, bool_or(deptype = 'a') as granted
    from held group by role_oid) h), '[]') as holdings,
  coalesce((select jsonb_agg(jsonb_build_object('role_oid', g.grantee::bigint, 'grantor', pg_get_userbyid(coalesce(a.defaclrole, g.grantor)),
    'revoke', case when a.oid is not null then format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', pg_get_userbyid(a.defaclrole),
        case when a.defaclnamespace <> 0 then format(' IN SCHEMA %I', (select nspname from pg_namespace where oid = a.defaclnamespace)) end)
      else '' end || 'REVOKE ' || case when fits then 'GRANT OPTION FOR ' else '' end || g.privilege_type || case g.kind
      when 'r' then ' ON TABLE ' || g.oid::regclass
      when 'c' then format(' (%I) ON TABLE %s', g.part, g.oid::regclass)
      when 'S' then ' ON SEQUENCE ' || g.oid::regclass
      when 'n' then format(' ON SCHEMA %I', (select nspname from pg_namespace where oid = g.oid))
      when 'd' then format(' ON DATABASE %I', current_database())
      when 'L' then ' ON LARGE OBJECT ' || g.oid
      when 'Dr' then ' ON TABLES' when 'DS' then ' ON SEQUENCES' else ' ON SCHEMAS' end || ' FROM ') order by g.kind, g.oid, g.privilege_type)
    from given g left join pg_default_acl a on g.kind like 'D%' and a.oid = g.oid), '[]') as grants`;
