const ours = (role: string): string => `coalesce(shobj_description(${role}.oid, 'pg_authid'), '') like 'guestlist %'`;
const login = (role: string): string =>
  `coalesce(shobj_description(${role}.oid, 'pg_authid'), '') like 'guestlist login %'`;
const app = (role: string): string =>
  `coalesce(shobj_description(${role}.oid, 'pg_authid'), '') like 'guestlist database user %'`;

/**
 * $1 and $2 are the OIDs of the read-only and the read-write group; $3 asks who relies on what everybody may do.
 * One statement: a look at a database in which nothing is missing costs one round trip.
 *
 * `able`: the admin has the rights of the owner, so that its GRANT counts as the owner's. Before PostgreSQL 16 whoever
 * makes a role is no member of it, so what a login that we made owns is given by borrowing its rights for a transaction.
 * Nobody else's are ever borrowed.
 *
 * `entitled` are those whom a grant or an ownership lets create things, and their members; who of them may is asked of these
 * alone. Each such answer takes a walk through a role's memberships, and a server may have thousands of roles.
 *
 * Logins of people are no creators: what they make as the owner role is the owner's, and what they make beside it is
 * covered at the next look. A default privilege of theirs would only stand in the way of dropping them.
 */
export const coverageSql = `
with recursive me as (
  select r.oid, r.rolsuper, r.rolcreaterole and current_setting('server_version_num')::int < 160000 as borrows
  from pg_roles r where r.rolname = current_user
), ns as materialized (
  select n.oid, n.nspname, n.nspowner, n.nspacl, has_schema_privilege($1::oid, n.oid, 'USAGE') as ro,
    has_schema_privilege($2::oid, n.oid, 'USAGE') as rw
  from pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
), items as materialized (
  select 'tables' as kind, c.relnamespace as nsoid, c.relname as name, c.relowner as owner,
    has_table_privilege($1::oid, c.oid, 'SELECT') as ro,
    has_table_privilege($2::oid, c.oid, 'SELECT') and has_table_privilege($2::oid, c.oid, 'INSERT')
      and has_table_privilege($2::oid, c.oid, 'UPDATE') and has_table_privilege($2::oid, c.oid, 'DELETE') as rw,
    c.relrowsecurity as row_security
  from pg_class c join ns on ns.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f')
  union all
  select 'sequences', c.relnamespace, c.relname, c.relowner, has_sequence_privilege($1::oid, c.oid, 'SELECT'),
    has_sequence_privilege($2::oid, c.oid, 'SELECT') and has_sequence_privilege($2::oid, c.oid, 'USAGE')
      and has_sequence_privilege($2::oid, c.oid, 'UPDATE'), false
  from pg_class c join ns on ns.oid = c.relnamespace where c.relkind = 'S'
), opened as materialized (
  select ns.oid, ns.nspname, ns.nspowner from ns
  where ns.nspname = 'public' and exists (select from aclexplode(coalesce(ns.nspacl, acldefault('n', ns.nspowner))) x
    where x.grantee = 0 and x.privilege_type = 'CREATE')
), may_create as materialized (
  select nspowner as oid from ns union select datdba from pg_database where datname = current_database()
  union select x.grantee from ns, aclexplode(ns.nspacl) x where x.privilege_type = 'CREATE'
  union select x.grantee from pg_database d, aclexplode(d.datacl) x
    where d.datname = current_database() and x.privilege_type = 'CREATE'
), candidates as (
  select oid from may_create union select m.member from pg_auth_members m join candidates on candidates.oid = m.roleid
), entitled as materialized (
  select r.oid from pg_roles r where r.oid = any (array(select oid from candidates)) and not r.rolsuper and r.rolname !~ '^pg_'
  union select r.oid from pg_roles r where exists (select from may_create where oid = 0) and not r.rolsuper and r.rolname !~ '^pg_'
), functions as materialized (
  select ns.nspname, p.proowner, has_function_privilege($1::oid, p.oid, 'EXECUTE') as ro,
    has_function_privilege($2::oid, p.oid, 'EXECUTE') as rw
  from pg_proc p join ns on ns.oid = p.pronamespace
), creators as materialized (
  select owner as o from items union select nspowner from ns
  union select datdba from pg_database where datname = current_database()
  union select r.oid from entitled r, ns where has_schema_privilege(r.oid, ns.oid, 'CREATE')
    and (has_database_privilege(r.oid, current_database(), 'CONNECT') or ns.oid not in (select opened.oid from opened))
  union select r.oid from entitled r where has_database_privilege(r.oid, current_database(), 'CREATE')
), owners as materialized (
  select r.oid, r.rolname, r.rolsuper, me.rolsuper or pg_has_role(me.oid, r.oid, 'USAGE') as able,
    me.borrows and not me.rolsuper and not pg_has_role(me.oid, r.oid, 'USAGE') and not r.rolsuper and (${login("r")} or ${app("r")}) as borrowed
  from pg_roles r, me where r.oid = any (array(select o from creators union select proowner from functions
    union select lomowner from pg_largeobject_metadata union select srvowner from pg_foreign_server))
), unseen as materialized (
  select r.* from creators join owners r on r.oid = creators.o where r.rolname !~ '^pg_' and not ${login("r")}
    and r.oid not in ($1::oid, $2::oid)
    and 11 <> (select count(*) from pg_default_acl a, aclexplode(a.defaclacl) x
      where a.defaclrole = r.oid and a.defaclnamespace = 0 and (a.defaclobjtype::text, x.grantee, x.privilege_type) in (
        ('n', $1::oid, 'USAGE'), ('n', $2::oid, 'USAGE'), ('r', $1::oid, 'SELECT'), ('r', $2::oid, 'SELECT'),
        ('r', $2::oid, 'INSERT'), ('r', $2::oid, 'UPDATE'), ('r', $2::oid, 'DELETE'), ('S', $1::oid, 'SELECT'),
        ('S', $2::oid, 'SELECT'), ('S', $2::oid, 'USAGE'), ('S', $2::oid, 'UPDATE')))
), to_cover as (
  select ns.oid, ns.nspname, not (ns.ro and ns.rw) and n.able as usage, coalesce(its.whole, true) as whole, its.tables,
    its.sequences, its.borrow
  from ns join owners n on n.oid = ns.nspowner
  left join lateral (
    select bool_and(o.able) as whole, bool_or(not (i.ro and i.rw) and (o.able or o.borrowed)) as missing,
      jsonb_agg(i.name order by i.name) filter (where i.kind = 'tables' and not (i.ro and i.rw) and (o.able or o.borrowed)) as tables,
      jsonb_agg(i.name order by i.name) filter (where i.kind = 'sequences' and not (i.ro and i.rw) and (o.able or o.borrowed)) as sequences,
      jsonb_agg(distinct o.rolname) filter (where not (i.ro and i.rw) and o.borrowed) as borrow
    from items i join owners o on o.oid = i.owner where i.nsoid = ns.oid) its on true
  where coalesce(its.missing, false) or not (ns.ro and ns.rw) and n.able
), lacking as (
  select 'schemas' as kind, ns.nspname as schema, o.rolname as owner, o.able, not ns.ro as read_only, not ns.rw as read_write,
    (select count(*) from items i where i.kind = 'tables' and i.nsoid = ns.oid) as count
  from ns join owners o on o.oid = ns.nspowner where not (ns.ro and ns.rw)
  union all
  select i.kind, ns.nspname, o.rolname, o.able or o.borrowed, not i.ro, not i.rw, count(*)
  from items i join ns on ns.oid = i.nsoid join owners o on o.oid = i.owner
  where not (i.ro and i.rw) and (ns.ro and not i.ro or ns.rw and not i.rw) group by 1, 2, 3, 4, 5, 6
  union all
  select 'future', null, u.rolname, u.able, true, true, 1 from unseen u
  where not (u.able or u.borrowed) and (not u.rolsuper or exists (select from items i where i.owner = u.oid))
  union all
  select 'row_security', ns.nspname, o.rolname, o.able, true, true, count(*)
  from items i join ns on ns.oid = i.nsoid join owners o on o.oid = i.owner where i.row_security group by 2, 3, 4
  union all
  select 'functions', f.nspname, o.rolname, o.able, not f.ro, not f.rw, count(*)
  from functions f join owners o on o.oid = f.proowner
  where not (f.ro and f.rw) group by 2, 3, 4, 5, 6
  union all
  select 'large_objects', null, o.rolname, o.able, true, true, count(*)
  from pg_largeobject_metadata l join owners o on o.oid = l.lomowner
  where not exists (select from aclexplode(l.lomacl) x where x.grantee in (0, $1::oid, $2::oid) and x.privilege_type = 'SELECT')
  group by 3, 4
  union all
  select 'foreign_servers', null, o.rolname, o.able, true, true, count(*)
  from pg_foreign_server s join owners o on o.oid = s.srvowner
  where not (has_server_privilege($1::oid, s.oid, 'USAGE') and has_server_privilege($2::oid, s.oid, 'USAGE')) group by 3, 4
  union all
  select 'public_creates', opened.nspname, o.rolname, o.able, true, true, 1 from opened join owners o on o.oid = opened.nspowner
)
select
  coalesce((select jsonb_agg(jsonb_build_object('schema', c.nspname, 'usage', c.usage,
      'only', case when c.whole then null else jsonb_build_object('tables', coalesce(c.tables, '[]'), 'sequences', coalesce(c.sequences, '[]')) end,
      'borrow', coalesce(c.borrow, '[]')) order by c.nspname) from to_cover c), '[]') as schemas,
  coalesce((select jsonb_agg(jsonb_build_object('role', u.rolname, 'borrow', u.borrowed) order by u.rolname)
    from unseen u where u.able or u.borrowed), '[]') as creators,
  coalesce((select jsonb_agg(opened.nspname) from opened join owners o on o.oid = opened.nspowner where o.able), '[]') as "publicCreates",
  case when $3 then coalesce((select jsonb_agg(r.rolname order by r.rolname) from pg_roles r
    where not r.rolsuper and r.rolname !~ '^pg_' and not ${ours("r")} and exists (
      select from pg_roles m where m.rolcanlogin and not m.rolsuper and not ${ours("m")} and pg_has_role(m.oid, r.oid, 'MEMBER')
        and has_database_privilege(m.oid, current_database(), 'CONNECT'))), '[]') else '[]' end as "relyingOnPublic",
  jsonb_build_object(
    'read_only', ${counts("ro")}, 'read_write', ${counts("rw")},
    'lacking', coalesce((select jsonb_agg(to_jsonb(l) order by l.kind, l.schema, l.owner, l.read_only, l.read_write)
      from lacking l), '[]')) as measured`;

/** Only what is in a schema that can be entered is reached. */
function counts(group: "ro" | "rw"): string {
  const of = (
    kind: string,
  ): string => `(select jsonb_build_object('reached', count(*) filter (where i.${group} and ns.${group}),
    'of', count(*)) from items i join ns on ns.oid = i.nsoid where i.kind = '${kind}')`;
  return `jsonb_build_object('tables', ${of("tables")}, 'sequences', ${of("sequences")}, 'schemas',
    (select jsonb_build_object('reached', count(*) filter (where ns.${group}), 'of', count(*)) from ns))`;
}
