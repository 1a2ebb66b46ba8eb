import type { AccessLevel, CollaboratorStatus, Login } from "@guestlist/contract";
import { sql, type RawBuilder } from "kysely";
import { looksLikeId } from "../databases/queries.ts";
import type { Reader as Connection } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";

/** One row of a list as it is read: the owner or a collaborator, with login and closure beside it. */
export interface ListingRow {
  readonly database_id: string;
  readonly database_name: string;
  readonly is_owner: boolean;
  readonly id: string;
  readonly account_id: string | null;
  readonly email: string;
  readonly username: string | null;
  readonly status: CollaboratorStatus;
  readonly access: AccessLevel;
  readonly until: Date | null;
  readonly invited_by: string | null;
  readonly invited_at: Date | null;
  readonly accepted_at: Date | null;
  readonly revoking_at: Date | null;
  /** Of the shared server's clock, once it has refused. */
  readonly clock_ahead_ms: number | null;
  readonly invitation_expires_at: Date | null;
  readonly expired: boolean;
  readonly mail_failed: string | null;
  readonly closure_number: number | null;
  readonly login_name: string | null;
  readonly login_state: Login["state"] | null;
  readonly login_access: AccessLevel | null;
  readonly login_until: Date | null;
  readonly login_blocked: string | null;
  readonly login_sessions: number | null;
  readonly login_seen_at: Date | null;
  readonly last_login_at: Date | null;
  readonly password_changed_at: Date | null;
  readonly login_ready_at: Date | null;
  readonly new_logins_refused_at: Date | null;
  readonly last_session_gone_at: Date | null;
  readonly server_state: "answers" | "silent" | "unknown";
  readonly server_reason: string | null;
  readonly server_seen_at: Date | null;
  readonly server_last_try_at: Date | null;
  /** Position in the list, opaque. */
  readonly cursor: string;
}

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Owner first, then by invitation time: the open rows of one database. */
export async function listCollaborators(db: Connection, databaseId: string, page: Page): Promise<ListingRow[]> {
  const { rows } = await sql<ListingRow>`
    ${listing(sql`d.id = ${databaseId}`, sql`c.database_id = ${databaseId} and c.status <> 'ended'`)}
    where ${after(page.cursor)}
    order by r.position collate "C" limit ${page.limit}`.execute(db);
  return rows;
}

/** Ids of the databases whose collaborators the account manages: its own, and where full access includes that. */
export const managedBy = (accountId: string): RawBuilder<unknown> =>
  sql`(select d.id from databases d where d.state <> 'deleted' and (d.owner_account_id = ${accountId} or (d.collaborators_managed_by = 'full' and exists (
      select from collaborators m where m.database_id = d.id and m.account_id = ${accountId} and m.status = 'accepted' and m.access = 'full'))))`;

/** The id of a database that the account manages, by name or id. */
export async function findManaged(db: Connection, accountId: string, reference: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from databases where id in ${managedBy(accountId)} and (name = ${reference} or id::text = ${reference})`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** The open collaborators, owners left out, of every database that the account owns or manages; or of one of them. */
export async function listAllCollaborators(
  db: Connection,
  accountId: string,
  page: Page & { readonly databaseId?: string | undefined },
): Promise<ListingRow[]> {
  const among =
    page.databaseId === undefined
      ? sql`c.database_id in ${managedBy(accountId)}`
      : sql`c.database_id = ${page.databaseId} and c.database_id in ${managedBy(accountId)}`;
  const { rows } = await sql<ListingRow>`
    ${listing(sql`false`, sql`${among} and c.status <> 'ended'`)}
    where ${after(page.cursor)}
    order by r.position collate "C" limit ${page.limit}`.execute(db);
  return rows;
}

/** One row by its id, an ended one too; null when it is not of that database. */
export async function findListed(db: Connection, databaseId: string, id: string): Promise<ListingRow | null> {
  if (!looksLikeId(id)) return null;
  const ofCollaborator = sql`c.database_id = ${databaseId} and c.id = ${id}`;
  const { rows } =
    await sql<ListingRow>`${listing(sql`d.id = ${databaseId} and a.id = ${id}`, ofCollaborator)}`.execute(db);
  return rows[0] ?? null;
}

/** Those of a database that have one of these ids, in the order of the list; ended ones too. */
export async function findListedAmong(
  db: Connection,
  databaseId: string,
  ids: readonly string[],
): Promise<ListingRow[]> {
  const { rows } = await sql<ListingRow>`
    ${listing(sql`false`, sql`c.database_id = ${databaseId} and c.id = any(${ids}::uuid[])`)}
    order by r.position collate "C"`.execute(db);
  return rows;
}

/** Of a row, what somebody waits to see change: it is asked for again and again while an access is being closed. */
export type AwaitedRow = Pick<
  ListingRow,
  | "id"
  | "database_name"
  | "status"
  | "access"
  | "until"
  | "login_state"
  | "login_access"
  | "login_until"
  | "login_blocked"
  | "new_logins_refused_at"
  | "server_state"
  | "server_reason"
  | "server_last_try_at"
>;

export async function listAwaited(db: Connection, ids: readonly string[]): Promise<AwaitedRow[]> {
  const { rows } = await sql<AwaitedRow>`
    select c.id, d.name as database_name, c.status, c.access, c.until, l.state as login_state, l.access as login_access, l.valid_until as login_until,
           l.blocked as login_blocked, l.new_logins_refused_at,
           s.state as server_state, s.reason as server_reason, s.last_try_at as server_last_try_at
    from collaborators c join databases d on d.id = c.database_id join servers s on s.id = d.server_id
    left join lateral (select * from logins where logins.collaborator_id = c.id order by logins.created_at desc limit 1) l on true
    where c.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

/** Of the rows of `listing`. */
export const positions = /^[a-z0-9-]{1,60} (0|1\d{20}[0-9a-f-]{36})$/;

const after = (cursor: string | undefined): RawBuilder<unknown> =>
  cursor === undefined ? sql`true` : sql`r.position collate "C" > ${cursor}`;

/** `position` sorts as text: database name, owner before collaborators, invitation time, id. */
const listing = (
  ofOwner: RawBuilder<unknown>,
  ofCollaborator: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`${prepared}
  select r.*, r.position as cursor, d.name as database_name, a.username, inviter.email as invited_by, k.number as closure_number,
         l.role_name as login_name, l.state as login_state, l.access as login_access, l.valid_until as login_until,
         l.blocked as login_blocked, l.sessions as login_sessions,
         l.seen_at as login_seen_at, l.last_login_at, l.password_changed_at, l.ready_at as login_ready_at, l.new_logins_refused_at, l.last_session_gone_at,
         (l.evidence->>'clock_ahead_ms')::int as clock_ahead_ms,
         s.state as server_state, s.reason as server_reason, s.seen_at as server_seen_at, s.last_try_at as server_last_try_at
  from (
    select d.id as database_id, true as is_owner, a.id, a.id as account_id, a.email, 'owner' as status, 'full' as access,
           null::timestamptz as until, null::uuid as invited_by_account_id, d.created_at as invited_at, d.created_at as accepted_at,
           null::timestamptz as revoking_at, null::timestamptz as invitation_expires_at, false as expired, null as mail_failed,
           null::uuid as closure_id, d.name || ' 0' as position
    from databases d join accounts a on a.id = d.owner_account_id where ${ofOwner}
    union all
    select c.database_id, false, c.id, c.account_id, c.email, c.status, c.access, c.until, c.invited_by_account_id, c.invited_at, c.accepted_at,
           c.revoking_at, c.invitation_expires_at, c.status = 'pending' and c.invitation_expires_at <= now(), c.mail_failed, c.closure_id,
           d.name || ' 1' || to_char(c.invited_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || c.id
    from collaborators c join databases d on d.id = c.database_id where ${ofCollaborator}
  ) r
  join databases d on d.id = r.database_id
  join servers s on s.id = d.server_id
  left join accounts a on a.id = r.account_id
  left join accounts inviter on inviter.id = r.invited_by_account_id
  left join closures k on k.id = r.closure_id
  left join lateral (
    select * from logins where logins.database_id = r.database_id and logins.account_id = r.account_id
       and logins.collaborator_id is not distinct from (case when r.is_owner then null else r.id end)
    order by logins.created_at desc limit 1) l on true`;
