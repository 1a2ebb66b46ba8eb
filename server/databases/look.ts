import { connectByUrl, type AdminConnection, type ServerFacts } from "./admin-connection.ts";
import { readAdminUrl } from "./admin-url.ts";
import { classifyFailure, type ConnectionFailure } from "./connection-failure.ts";
import type { ServerUrl } from "./server-url.ts";

/** What an admin connection showed of the database in its URL, before anything is saved. */
export type Look =
  | {
      readonly answered: false;
      readonly target: ServerUrl;
      readonly silent: boolean;
      readonly code: string;
      readonly reason: string;
    }
  | { readonly answered: true; readonly target: ServerUrl; readonly facts: ServerFacts; readonly seen: Seen };

export interface Seen {
  readonly template: boolean;
  readonly owner: string;
  readonly owner_oid: number;
  readonly owner_can_log_in: boolean;
  /** By its own attributes or by a role it can become: a member could do more than own this database. */
  readonly owner_has_powers: boolean;
  /** The admin has the owner's privileges, or is the owner. */
  readonly acts_as_owner: boolean;
  /** The admin may make itself and others members of the owner. */
  readonly administers_owner: boolean;
  /** Before 16 a role's rights count for a member only where the member inherits. */
  readonly admin_inherits: boolean;
  readonly admin_creates_databases: boolean;
  readonly admin_is_owner: boolean;
  readonly owner_is_superuser: boolean;
  readonly owned_objects: number;
  /** Of others, in which the owner owns something that another role could not: it may not create there. */
  readonly schemas_closed_to_new_owner: readonly string[];
  /** Foreign servers of the owner whose wrapper another role may not use. */
  readonly servers_closed_to_new_owner: readonly string[];
  readonly public_connects: boolean;
  /** Logins that may connect only because everybody may. */
  readonly relying_on_public: readonly string[];
  /** Schemas in which everybody may create. */
  readonly public_creates: readonly string[];
  readonly event_triggers: number;
  /** Roles whose tables the admin cannot share: it takes nobody's rights but the owner's. */
  readonly foreign_owners: readonly string[];
}

/** Contacts the server; no control transaction may be open. A text that is no usable URL gives a sentence. */
export async function lookAt(url: string): Promise<Look | string> {
  const target = readAdminUrl(url);
  if (typeof target === "string") return target;
  const opened = await connectByUrl(url.trim());
  if (!opened.ok) return unanswered(target, opened);
  const { connection } = opened;
  try {
    const seen = await look(connection);
    return { answered: true, target, facts: connection.facts, seen };
  } catch (error) {
    return unanswered(target, classifyFailure(error));
  } finally {
    await connection.close();
  }
}

function unanswered(target: ServerUrl, failure: ConnectionFailure): Look {
  const nothing = { answered: false, target } as const;
  if (!failure.silent) return { ...nothing, silent: false, code: failure.refused, reason: failure.reason };
  if (failure.standby) return { ...nothing, silent: false, code: "standby", reason: standbyReason };
  return { ...nothing, silent: true, code: "unreachable", reason: failure.reason };
}

const standbyReason =
  "it is a standby, on which nothing can be changed. Attach the primary that it follows, by the primary's own address";

async function look(admin: AdminConnection): Promise<Seen> {
  const [row] = await admin.query<Seen>(sql, [admin.facts.versionNum >= 160000]);
  if (row === undefined) throw new Error("a database that was connected to is not in pg_database");
  return row;
}

// Before 16 the right to create roles is the right to become any of them, superusers excepted.
const sql = `
with me as (select * from pg_roles where rolname = current_user),
d as (select * from pg_database where datname = current_database()),
owner as (select r.* from pg_roles r join d on d.datdba = r.oid),
ns as (select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
mine as (select o.schema from owner, lateral (
    select 'pg_class'::regclass as classid, oid, relnamespace as schema from pg_class
      where relowner = owner.oid and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select 'pg_proc'::regclass, oid, pronamespace from pg_proc where proowner = owner.oid
    union all select 'pg_type'::regclass, oid, typnamespace from pg_type where typowner = owner.oid and typtype in ('d', 'e', 'r')) o
  where not exists (select from pg_depend e where e.classid = o.classid and e.objid = o.oid and e.deptype = 'e'))
select d.datistemplate as template, owner.rolname as owner, owner.oid as owner_oid,
  owner.rolcanlogin as owner_can_log_in,
  exists (select from pg_roles r where pg_has_role(owner.oid, r.oid, 'MEMBER') and r.rolname <> 'pg_database_owner'
    and (r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls or r.rolname ~ '^pg_')
  ) as owner_has_powers,
  me.rolsuper or pg_has_role(me.oid, owner.oid, 'USAGE') as acts_as_owner,
  me.rolsuper or (me.rolcreaterole and not owner.rolsuper
    and (not $1::boolean or pg_has_role(me.oid, owner.oid, 'MEMBER WITH ADMIN OPTION'))) as administers_owner,
  me.rolinherit as admin_inherits, me.rolcreatedb as admin_creates_databases, me.oid = owner.oid as admin_is_owner,
  owner.rolsuper as owner_is_superuser,
  coalesce((select json_agg(ns.nspname order by ns.nspname) from ns
    where ns.nspowner <> owner.oid and pg_get_userbyid(ns.nspowner) <> 'pg_database_owner'
      and not exists (select from aclexplode(ns.nspacl) a where a.grantee = 0 and a.privilege_type = 'CREATE')
      and not (ns.nspname = 'public' and pg_has_role(me.oid, ns.nspowner, 'USAGE'))
      and exists (select from mine where mine.schema = ns.oid)), '[]') as schemas_closed_to_new_owner,
  coalesce((select json_agg(s.srvname order by s.srvname) from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
    where s.srvowner = owner.oid
      and not exists (select from aclexplode(w.fdwacl) a where a.grantee = 0 and a.privilege_type = 'USAGE')), '[]') as servers_closed_to_new_owner,
  (select count(*) from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = owner.oid
    and deptype = 'o' and dbid = d.oid) as owned_objects,
  exists (select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    where a.grantee = 0 and a.privilege_type = 'CONNECT') as public_connects,
  coalesce((select json_agg(r.rolname order by r.rolname) from pg_roles r
    where r.rolcanlogin and not r.rolsuper and not exists (
      select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      where a.privilege_type = 'CONNECT' and a.grantee <> 0 and pg_has_role(r.oid, a.grantee, 'USAGE'))), '[]') as relying_on_public,
  coalesce((select json_agg(ns.nspname order by ns.nspname) from ns where exists (
    select from aclexplode(coalesce(ns.nspacl, acldefault('n', ns.nspowner))) a
    where a.grantee = 0 and a.privilege_type = 'CREATE')), '[]') as public_creates,
  (select count(*) from pg_event_trigger where evtenabled <> 'D') as event_triggers,
  coalesce((select json_agg(distinct r.rolname) from pg_class c join ns on ns.oid = c.relnamespace
    join pg_roles r on r.oid = c.relowner
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and r.oid <> owner.oid
      and not (me.rolsuper or pg_has_role(me.oid, r.oid, 'USAGE'))), '[]') as foreign_owners
from d, owner, me`;
