import type { RevocationPreview } from "@guestlist/contract";
import type { AdminConnection } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";
import { inDatabase } from "./admin-connections.ts";
import { previewDatabase, type DatabasePreview, type Given } from "./preview-database.ts";

/** What the server itself says; the rest is the control database's to say. */
export type Preview = Omit<
  RevocationPreview,
  "seen" | "login_name" | "invitations" | "api_tokens" | "given" | "could_still_use"
> & {
  readonly given: readonly Given[];
};

interface Seen extends Pick<
  Preview,
  "sessions" | "prepared_transactions" | "owner_prepared_transactions" | "subscriptions" | "memberships" | "grants"
> {
  readonly handed_on: Given[];
  readonly databases: readonly string[];
  readonly shut_databases: readonly string[];
}

/** Looks only: what a role has open, owns, was given, and gave to others, on the whole server. `workedAs`: the owner role. */
export async function preview(
  admin: AdminConnection,
  server: ServerRow,
  secrets: Secrets,
  roleOid: number,
  workedAs: string | null,
): Promise<Preview> {
  const [seen] = await admin.query<Seen>(previewSql, [roleOid, workedAs]);
  if (seen === undefined) throw new Error("the look at the login has no answer");
  const { databases, shut_databases: shut, handed_on: handedOn, ...rest } = seen;
  const looks = new Map<string, DatabasePreview | null>();
  for (const dbname of databases) looks.set(dbname, await lookInto(server, secrets, dbname, roleOid));
  const found = [...looks.values()].filter((look) => look !== null);
  const given = [...handedOn, ...found.flatMap((look) => look.given)];
  return {
    ...rest,
    not_seen: [...shut, ...databases.filter((dbname) => looks.get(dbname) === null)],
    objects: found.flatMap((look) => look.objects),
    locks: found.flatMap((look) => look.locks).slice(0, listed),
    security_definer_functions: found.flatMap((look) => look.security_definer_functions),
    user_mappings: found.flatMap((look) => look.user_mappings),
    given: given.slice(0, listed),
    given_count: given.length,
  };
}

const listed = 100;

/** Null: nobody may connect to it now. */
async function lookInto(
  server: ServerRow,
  secrets: Secrets,
  dbname: string,
  roleOid: number,
): Promise<DatabasePreview | null> {
  const looked = await inDatabase({ server, secrets, dbname }, (inside) => previewDatabase(inside, roleOid));
  return looked.ok ? looked.value : null;
}

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const preparedSql = (owner: string): string =>
  `coalesce((select jsonb_agg(jsonb_build_object('gid', x.gid, 'database', x.database,
      'since', to_char(x.prepared at time zone 'UTC', ${iso})) order by x.prepared)
    from pg_prepared_xacts x where x.owner = ${owner}), '[]')`;

// pg_shdepend knows of every database where the role owns something, or is named in a grant.
const previewSql = `
  with there as (
    select d.datname, d.datallowconn from pg_database d where exists (
      select from pg_shdepend s where s.dbid = d.oid and s.refclassid = 'pg_authid'::regclass and s.refobjid = $1::oid)
  )
  select coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'application', coalesce(application_name, ''),
      'client', host(client_addr), 'since', to_char(backend_start at time zone 'UTC', ${iso}), 'state', coalesce(state, 'unknown'),
      'transaction_s', extract(epoch from clock_timestamp() - xact_start)) order by backend_start)
    from pg_stat_activity where usesysid = $1::oid), '[]') as sessions,
  ${preparedSql("(select rolname from pg_roles where oid = $1::oid)")} as prepared_transactions,
  ${preparedSql("$2::name")} as owner_prepared_transactions,
  coalesce((select jsonb_agg(jsonb_build_object('name', s.subname, 'database', d.datname) order by s.subname)
    from pg_subscription s join pg_database d on d.oid = s.subdbid where s.subowner = $1::oid), '[]') as subscriptions,
  (select count(*) from pg_auth_members where member = $1::oid) as memberships,
  (select count(*) from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = $1::oid and deptype = 'a') as grants,
  coalesce((select jsonb_agg(jsonb_build_object('database', null, 'to', m.rolname, 'on', 'membership in ' || r.rolname,
      'privileges', '[]'::jsonb, 'stays', false) order by m.rolname)
    from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
    where a.grantor = $1::oid), '[]') as handed_on,
  coalesce((select jsonb_agg(datname order by datname) from there where datallowconn), '[]') as databases,
  coalesce((select jsonb_agg(datname order by datname) from there where not datallowconn), '[]') as shut_databases`;
