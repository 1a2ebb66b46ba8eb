import type { RevocationPreview } from "@guestlist/contract";
import { openAdminConnection, type AdminConnection } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";
import { countByKind } from "./clean.ts";
import { listOwned } from "./take-owned.ts";
import type { MovedObjects } from "./evidence.ts";

export type Preview = Pick<RevocationPreview, "sessions" | "objects" | "memberships" | "grants">;

/** Looks only: what a role has open, owns and was given. */
export async function preview(
  admin: AdminConnection,
  server: ServerRow,
  secrets: Secrets,
  roleOid: number,
): Promise<Preview> {
  const [seen] = await admin.query<Preview & { owns_in: string[] }>(previewSql, [roleOid]);
  if (seen === undefined) throw new Error("the look at the login has no answer");
  const { owns_in: databases, ...rest } = seen;
  const objects: MovedObjects[] = [];
  for (const dbname of databases) objects.push(...(await countObjects(server, secrets, dbname, roleOid)));
  return { ...rest, objects };
}

const iso = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const previewSql = `
  select coalesce((select jsonb_agg(jsonb_build_object('pid', pid, 'application', coalesce(application_name, ''),
      'client', host(client_addr), 'since', to_char(backend_start at time zone 'UTC', ${iso}), 'state', coalesce(state, 'unknown'),
      'transaction_s', extract(epoch from clock_timestamp() - xact_start)) order by backend_start)
    from pg_stat_activity where usesysid = $1::oid), '[]') as sessions,
  (select count(*) from pg_auth_members where member = $1::oid) as memberships,
  (select count(*) from pg_shdepend where refclassid = 'pg_authid'::regclass and refobjid = $1::oid and deptype = 'a') as grants,
  coalesce((select jsonb_agg(d.datname) from pg_database d where d.datallowconn and exists (
    select from pg_shdepend s where s.dbid = d.oid and s.refclassid = 'pg_authid'::regclass and s.refobjid = $1::oid and s.deptype = 'o')), '[]') as owns_in`;

async function countObjects(
  server: ServerRow,
  secrets: Secrets,
  dbname: string,
  roleOid: number,
): Promise<MovedObjects[]> {
  const opened = await openAdminConnection(server, secrets, { dbname });
  if (!opened.ok) return [];
  try {
    return countByKind(dbname, await listOwned(opened.connection, roleOid));
  } finally {
    await opened.connection.close();
  }
}
