import { sql } from "kysely";
import type { Db, Reader } from "../platform/control-database.ts";
import type { SessionsSeen } from "./queries.ts";

export const sampleSeconds = 300;

/** Where the five minutes of now begin, by the control database's clock. */
const bucket = sql`to_timestamp(floor(extract(epoch from now()) / ${sql.lit(sampleSeconds)}) * ${sql.lit(sampleSeconds)})`;

/** The most of each five minutes. Looks are every few seconds: what is known already is not written again. */
export async function recordSamples(db: Db, serverId: string, seen: readonly SessionsSeen[]): Promise<void> {
  const open = seen.filter(({ sessions }) => sessions > 0).map(({ id, sessions }) => ({ id, sessions }));
  await sql`
    with looked as (
      insert into server_looks (server_id, at) select ${serverId}, ${bucket}
      where not exists (select from server_looks where server_id = ${serverId} and at = ${bucket})
      on conflict do nothing)
    insert into session_samples (login_id, at, sessions)
    select s.id, ${bucket}, s.sessions
    from jsonb_to_recordset(${JSON.stringify(open)}::jsonb) as s(id uuid, sessions int)
    where not exists (
      select from session_samples o where o.login_id = s.id and o.at = ${bucket} and o.sessions >= s.sessions)
    on conflict (login_id, at) do update set sessions = greatest(session_samples.sessions, excluded.sessions)`.execute(
    db,
  );
}

const kept = "3 days";

/** Charts show a day; somewhat more is kept. */
export async function dropOldSamples(db: Db): Promise<void> {
  await sql`
    with old as (delete from server_looks where at < now() - ${sql.lit(kept)}::interval)
    delete from session_samples where at < now() - ${sql.lit(kept)}::interval`.execute(db);
}

export interface SampleRow {
  readonly login_name: string;
  readonly email: string;
  readonly at: Date;
  readonly sessions: number;
}

/** Of a database since then; `accountId` for that account's own alone. */
export async function listSamples(
  db: Reader,
  databaseId: string,
  since: Date,
  accountId: string | null,
): Promise<SampleRow[]> {
  const { rows } = await sql<SampleRow>`
    select l.role_name as login_name, a.email, s.at, s.sessions
    from logins l join accounts a on a.id = l.account_id join session_samples s on s.login_id = l.id
    where l.database_id = ${databaseId} and s.at >= ${since} and (${accountId}::uuid is null or l.account_id = ${accountId})
    order by a.email, s.at`.execute(db);
  return rows;
}

export async function listLooks(db: Reader, serverId: string, since: Date): Promise<Date[]> {
  const rows = await db
    .selectFrom("server_looks")
    .select("at")
    .where("server_id", "=", serverId)
    .where("at", ">=", since)
    .execute();
  return rows.map(({ at }) => at);
}
