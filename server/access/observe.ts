import type { AdminConnection } from "../databases/admin-connection.ts";
import type { Desired } from "./desired.ts";
import { identify, type Identified, type KnownRole } from "./identity.ts";
import type { LoginRow } from "./queries.ts";
import { keptRole, loginMarker } from "./names.ts";

export interface ObservedRole {
  readonly oid: number;
  readonly name: string;
  readonly comment: string | null;
  readonly can_login: boolean;
  /** Null where only a superuser may see it, and the admin is none. */
  readonly has_password: boolean | null;
  readonly attributes: readonly string[];
  readonly connection_limit: number;
  /** Milliseconds since 1970, `infinity`, `-infinity`, or null when there is no end. */
  readonly valid_until: string | null;
  readonly memberships: readonly ObservedMembership[];
  /** What `ALTER ROLE … IN DATABASE` sets here, as `name=value`. */
  readonly settings: readonly string[];
  /** What `ALTER ROLE … SET` sets everywhere. */
  readonly global_settings: readonly string[];
}

/** A role of ours that is to be worked on. */
export interface FoundRole {
  readonly oid: number;
  /** As it is called now: somebody may have renamed it. */
  readonly name: string;
  readonly can_login: boolean;
  /** It owns a subscription, in whichever database. */
  readonly subscribes: boolean;
  /** Known by its OID and its name: somebody has changed the comment. */
  readonly lostMarker?: boolean;
}

export interface ObservedMembership {
  readonly role_oid: number;
  readonly role: string;
  readonly grantor: string;
  readonly admin: boolean;
  /** Null before PostgreSQL 16, where it is the member's own attribute. */
  readonly inherit: boolean | null;
  readonly set: boolean | null;
}

export interface ObservedDatabase {
  readonly oid: number;
  readonly owner_oid: number;
  readonly owner: string;
  readonly owner_can_login: boolean;
  readonly owner_is_superuser: boolean;
  /** The admin has not the owner's rights, and may take them by making itself a member. */
  readonly joins_owner: boolean;
  readonly public_connects: boolean;
  /** OIDs of roles that may connect by a grant to them. */
  readonly connects: readonly number[];
  readonly allows_connections: boolean;
  /** -1 without one. */
  readonly connection_limit: number;
  /** What `ALTER DATABASE … SET` sets for every session there, as `name=value`. */
  readonly settings: readonly string[];
  /** Roles that may connect only because everybody may; asked for while the database is being prepared. */
  readonly relying_on_public: readonly string[];
}

/** What the server's shared catalogs say that concerns one database. */
export interface Observed {
  readonly versionNum: number;
  readonly adminRole: string;
  readonly superuser: boolean;
  readonly roles: readonly ObservedRole[];
  readonly database: ObservedDatabase | null;
}

/** Looks at the roles that are ours by OID or marker, and at whoever has a name that we want. One round trip. */
export async function observe(
  admin: AdminConnection,
  desired: Desired,
  logins: readonly Pick<LoginRow, "id" | "role_oid" | "role_name" | "generation">[],
): Promise<Observed> {
  const oids = [
    ...logins.map((login) => login.role_oid),
    ...desired.users.map((user) => user.oid),
    desired.owner.oid,
  ].filter((oid) => oid !== null);
  const names = [
    ...desired.logins.map((login) => login.name),
    ...desired.users.map((user) => user.name),
    ...desired.owner.names,
    desired.readOnly.name,
    desired.readWrite.name,
    keptRole,
  ];
  const markers = [
    ...logins.map((login) => loginMarker(login.id, login.generation, desired.databaseId)),
    ...desired.users.map((user) => user.marker),
    desired.owner.marker,
    desired.readOnly.marker,
    desired.readWrite.marker,
  ];
  const preparing = desired.state === "making" && desired.kind === "attached";
  const [row] = await admin.query<{ roles: ObservedRole[]; database: ObservedDatabase | null }>(
    observeSql(admin.facts),
    [oids, names, markers, desired.dbname, preparing],
  );
  const { versionNum, adminRole, superuser } = admin.facts;
  return { versionNum, adminRole, superuser, roles: row?.roles ?? [], database: row?.database ?? null };
}

// to_jsonb(m) knows inherit_option and set_option where they exist (16+).
const observeSql = ({ superuser }: AdminConnection["facts"]): string => `
with marked as (
  select objoid as oid from pg_shdescription where classoid = 'pg_authid'::regclass and description = any($3::text[])
), roles as (
  select r.* from pg_roles r
  where r.oid = any($1::oid[]) or r.rolname = any($2::name[]) or r.oid in (select oid from marked)
)
select coalesce((select jsonb_agg(jsonb_build_object(
    'oid', r.oid::bigint, 'name', r.rolname, 'comment', shobj_description(r.oid, 'pg_authid'), 'can_login', r.rolcanlogin,
    'has_password', ${superuser ? "(select a.rolpassword is not null from pg_authid a where a.oid = r.oid)" : "null"},
    'attributes', to_jsonb(array_remove(array[
      case when r.rolsuper then 'SUPERUSER' end, case when r.rolcreatedb then 'CREATEDB' end,
      case when r.rolcreaterole then 'CREATEROLE' end, case when r.rolreplication then 'REPLICATION' end,
      case when r.rolbypassrls then 'BYPASSRLS' end, case when not r.rolinherit then 'NOINHERIT' end], null)),
    'connection_limit', r.rolconnlimit,
    'valid_until', case when isfinite(r.rolvaliduntil) then (extract(epoch from r.rolvaliduntil) * 1000)::bigint::text
                        else r.rolvaliduntil::text end,
    'memberships', coalesce((select jsonb_agg(jsonb_build_object(
        'role_oid', m.roleid::bigint, 'role', g.rolname, 'grantor', pg_get_userbyid(m.grantor), 'admin', m.admin_option,
        'inherit', to_jsonb(m) -> 'inherit_option', 'set', to_jsonb(m) -> 'set_option') order by g.rolname)
      from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid), '[]'),
    'settings', coalesce((select to_jsonb(s.setconfig) from pg_db_role_setting s
      where s.setrole = r.oid and s.setdatabase = (select oid from pg_database where datname = $4)), '[]'),
    'global_settings', coalesce(to_jsonb(r.rolconfig), '[]')) order by r.oid) from roles r), '[]') as roles,
  (select jsonb_build_object(
    'oid', d.oid::bigint, 'owner_oid', d.datdba::bigint, 'owner', o.rolname, 'owner_can_login', o.rolcanlogin,
    'owner_is_superuser', o.rolsuper,
    'joins_owner', not pg_has_role(o.oid, 'USAGE') and not o.rolsuper
      and (select rolcreaterole from pg_roles where rolname = current_user)
      and (current_setting('server_version_num')::int < 160000 or pg_has_role(o.oid, 'MEMBER WITH ADMIN OPTION')),
    'public_connects', exists (select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
      where x.grantee = 0 and x.privilege_type in ('CONNECT', 'TEMPORARY')),
    'connects', coalesce((select jsonb_agg(x.grantee::bigint) from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
      where x.privilege_type = 'CONNECT' and x.grantee <> 0), '[]'),
    'allows_connections', d.datallowconn, 'connection_limit', d.datconnlimit,
    'settings', coalesce((select to_jsonb(s.setconfig) from pg_db_role_setting s
      where s.setdatabase = d.oid and s.setrole = 0), '[]'),
    'relying_on_public', case when $5 then coalesce((select jsonb_agg(r.rolname order by r.rolname) from pg_roles r
      where r.rolcanlogin and not r.rolsuper and r.rolname !~ '^pg_' and r.oid <> d.datdba
        and coalesce(shobj_description(r.oid, 'pg_authid'), '') not like 'guestlist %'
        and has_database_privilege(r.oid, d.oid, 'CONNECT')), '[]') else '[]' end)
   from pg_database d join pg_roles o on o.oid = d.datdba where d.datname = $4) as database`;

/** Ours by OID and marker, by the marker alone (a crash may have come between making a role and storing its OID), or by OID and name. */
export const findOurs = (observed: Pick<Observed, "roles">, known: KnownRole): ObservedRole | null =>
  identifyIn(observed, known).role;

/** Why it cannot be told which role is ours, in words. */
export const findDoubt = (observed: Pick<Observed, "roles">, known: KnownRole): string | null =>
  identifyIn(observed, known).doubt ?? null;

function identifyIn(observed: Pick<Observed, "roles">, known: KnownRole): Identified<ObservedRole> {
  const { byComment, byOid } = indexOf(observed);
  return identify(byComment.get(known.marker) ?? [], known.oid === null ? undefined : byOid.get(known.oid), known);
}

/** A role that has a name we want and is not ours: never touched. */
export function findStranger(
  observed: Pick<Observed, "roles">,
  wanted: { readonly name: string; readonly marker: string },
): ObservedRole | null {
  const role = indexOf(observed).byName.get(wanted.name);
  return role === undefined || role.comment === wanted.marker ? null : role;
}

interface Index {
  readonly byOid: ReadonlyMap<number, ObservedRole>;
  readonly byName: ReadonlyMap<string, ObservedRole>;
  readonly byComment: ReadonlyMap<string, readonly ObservedRole[]>;
}

const indexes = new WeakMap<readonly ObservedRole[], Index>();

/** Made once for each look: a database may have thousands of logins, and each is looked for several times. */
function indexOf({ roles }: Pick<Observed, "roles">): Index {
  const known = indexes.get(roles);
  if (known !== undefined) return known;
  const byComment = Map.groupBy(
    roles.filter((role) => role.comment !== null),
    (role) => role.comment as string,
  );
  const byOid = new Map(roles.map((role) => [role.oid, role]));
  const index = { byOid, byName: new Map(roles.map((role) => [role.name, role])), byComment };
  indexes.set(roles, index);
  return index;
}
