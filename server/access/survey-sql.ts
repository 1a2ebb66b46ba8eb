/**
 * What everybody may do here beyond what PostgreSQL gives everybody: pg_init_privs knows what came with the cluster and
 * with extensions. CREATE in a schema, and all on the database, count as beyond it: we take them away.
 * $1: functions that everybody was once kept from calling.
 */
export const publicSql = `
with me as (select * from pg_database where datname = current_database()),
acls as (
  select 'pg_database'::regclass::oid as classid, oid as objid, 0 as sub, datdba as owner,
    coalesce(datacl, acldefault('d', datdba)) as acl, null::aclitem[] as std from me
  union all select 'pg_namespace'::regclass, oid, 0, nspowner, nspacl, acldefault('n', nspowner)
    from pg_namespace where nspacl is not null and nspname !~ '^pg_(toast|temp)'
  union all select 'pg_class'::regclass, oid, 0, relowner, relacl, null
    from pg_class where relacl is not null and relpersistence <> 't'
  union all select 'pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl, null
    from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attacl is not null and not a.attisdropped and c.relpersistence <> 't'
  union all select 'pg_proc'::regclass, oid, 0, proowner, proacl, acldefault('f', proowner) from pg_proc where proacl is not null
  union all select 'pg_type'::regclass, oid, 0, typowner, typacl, acldefault('T', typowner) from pg_type where typacl is not null
  union all select 'pg_language'::regclass, oid, 0, lanowner, lanacl, acldefault('l', lanowner) from pg_language where lanacl is not null
  union all select 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwowner, fdwacl, null from pg_foreign_data_wrapper where fdwacl is not null
  union all select 'pg_foreign_server'::regclass, oid, 0, srvowner, srvacl, null from pg_foreign_server where srvacl is not null
  union all select 'pg_largeobject'::regclass, oid, 0, lomowner, lomacl, null from pg_largeobject_metadata where lomacl is not null
),
open as (
  select a.classid, a.objid, a.sub, a.owner, x.privilege_type, x.grantor
  from acls a cross join lateral aclexplode(a.acl) x
  where x.grantee = 0 and not exists (
    select from aclexplode(coalesce((select initprivs from pg_init_privs i
      where i.classoid = a.classid and i.objoid = a.objid and i.objsubid = a.sub), a.std)) d
    where d.grantee = 0 and d.privilege_type = x.privilege_type
      and not (a.classid = 'pg_namespace'::regclass and d.privilege_type = 'CREATE'))
  union all
  select 'pg_proc'::regclass, p.oid, 0, p.proowner, 'EXECUTE', x.grantor
  from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
  where cardinality($1::text[]) > 0 and x.grantee = 0
    and (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity = any($1::text[])
),
named as (
  select pg_identify_object(classid, objid, sub) as i, pg_identify_object(classid, objid, 0) as whole,
    (select quote_ident(attname) from pg_attribute where sub > 0 and attrelid = objid and attnum = sub) as col, o.*
  from (select classid, objid, sub, owner, array_agg(distinct privilege_type order by privilege_type) as privileges,
      array_agg(distinct pg_get_userbyid(grantor)::text) as grantors from open group by 1, 2, 3, 4) o
)
select (i).type as type, (i).identity, (whole).identity as whole, col as column, pg_get_userbyid(owner) as owner, to_jsonb(privileges) as privileges,
  to_jsonb(grantors) as grantors, null as role, null as schema
from named
union all
select 'default privileges', format('%s that %I will create%s', case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
    when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end,
    pg_get_userbyid(d.defaclrole), coalesce(' in schema ' || quote_ident(n.nspname), '')), null, null,
  pg_get_userbyid(d.defaclrole), jsonb_agg(distinct x.privilege_type), jsonb_build_array(pg_get_userbyid(d.defaclrole)),
  quote_ident(pg_get_userbyid(d.defaclrole)), quote_ident(n.nspname)
from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join lateral aclexplode(d.defaclacl) x
where x.grantee = 0 and not (d.defaclobjtype in ('f', 'T') and x.privilege_type in ('EXECUTE', 'USAGE'))
group by d.oid, d.defaclobjtype, d.defaclrole, n.nspname
order by 1, 2`;

const notOfAnExtension = (classid: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${classid}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/**
 * Code that runs for others: SECURITY DEFINER functions, triggers, rules and event triggers, each with a sum that changes
 * with it; and the functions that everybody is kept from calling. PostgreSQL does not tell who made them, or when.
 */
export const codeSql = `
with ns as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
code as (
  select 'pg_proc'::regclass as classid, p.oid, p.proowner as works_as, md5(pg_get_functiondef(p.oid) || p.proowner) as sum
  from pg_proc p where p.prosecdef and p.pronamespace in (select oid from ns) and p.prokind in ('f', 'p') and ${notOfAnExtension("pg_proc", "p.oid")}
  union all select 'pg_trigger'::regclass, t.oid, null, md5(pg_get_triggerdef(t.oid) || p.prosrc)
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
  where not t.tgisinternal and t.tgparentid = 0 and c.relnamespace in (select oid from ns) and ${notOfAnExtension("pg_trigger", "t.oid")}
  union all select 'pg_rewrite'::regclass, r.oid, null, md5(pg_get_ruledef(r.oid))
  from pg_rewrite r join pg_class c on c.oid = r.ev_class where r.rulename <> '_RETURN' and c.relnamespace in (select oid from ns)
  union all select 'pg_event_trigger'::regclass, t.oid, null, md5(t.evtname || t.evtevent || t.evtfoid || p.prosrc)
  from pg_event_trigger t join pg_proc p on p.oid = t.evtfoid where ${notOfAnExtension("pg_event_trigger", "t.oid")}
)
select (i).type as type, (i).identity, oid::bigint as oid, pg_get_userbyid(works_as) as works_as, sum
from (select code.*, pg_identify_object(classid, oid, 0) as i from code) named
where works_as is null or works_as <> all($1::oid[])
order by 1, 2`;

export const closedSql = `
select (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity from pg_proc p
where p.proacl is not null and p.pronamespace in (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
  and not exists (select from aclexplode(p.proacl) x where x.grantee = 0 and x.privilege_type = 'EXECUTE')`;

/** Of the logins in $1: their functions and views, and what calls their functions on tables of others. */
export const ownedSql = `
with mine as (select oid, proowner, prosecdef from pg_proc where proowner = any($1::oid[])),
owned as (
  select 'pg_proc'::regclass as classid, p.oid, p.proowner as owner, p.prosecdef as definer, null::oid as calls from mine p
  union all select 'pg_class'::regclass, c.oid, c.relowner, false, null from pg_class c where c.relowner = any($1::oid[]) and c.relkind in ('v', 'm')
  union all select 'pg_trigger'::regclass, t.oid, p.proowner, p.prosecdef, p.oid
  from pg_trigger t join mine p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
  where not t.tgisinternal and t.tgparentid = 0 and c.relowner <> p.proowner
  union all select 'pg_event_trigger'::regclass, t.oid, coalesce(p.proowner, t.evtowner), coalesce(p.prosecdef, false), t.evtfoid
  from pg_event_trigger t left join mine p on p.oid = t.evtfoid where p.oid is not null or t.evtowner = any($1::oid[])
  union all select distinct 'pg_rewrite'::regclass, r.oid, p.proowner, p.prosecdef, p.oid
  from pg_rewrite r join pg_class c on c.oid = r.ev_class
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_proc'::regclass
  join mine p on p.oid = d.refobjid where r.rulename <> '_RETURN' and c.relowner <> p.proowner
)
select (i).type as type, (i).identity, oid::bigint as oid, owner::bigint as owner, definer,
  (pg_identify_object('pg_proc'::regclass, calls, 0)).identity as calls,
  case when classid = 'pg_proc'::regclass then coalesce((select to_jsonb(array_agg(pg_describe_object(d.classid, d.objid, d.objsubid)))
    from (select distinct classid, objid, objsubid from pg_depend where refclassid = 'pg_proc'::regclass and refobjid = named.oid
      and deptype = 'n' and classid <> 'pg_trigger'::regclass limit 3) d), '[]') else '[]' end as used_by
from (select owned.*, pg_identify_object(classid, oid, 0) as i from owned) named
order by definer desc, 1, 2`;
