import type { AccessLevel, Database, FormerOwner } from "@guestlist/contract";
import { sql, type RawBuilder } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";

/** A database as it is shown: with its server, its owner, its people counted, and what the reader is to it. */
export interface ViewRow {
  readonly id: string;
  readonly name: string;
  readonly state: Database["state"];
  readonly blocked: string | null;
  readonly dbname: string;
  readonly kind: Database["kind"];
  readonly ownership: Database["ownership"];
  readonly collaborators_managed_by: Database["collaborators_managed_by"];
  readonly created_at: Date;
  readonly owner_account_id: string;
  readonly owner_email: string;
  readonly owner_username: string;
  /** The reader's own; null for the owner. */
  readonly access: AccessLevel | null;
  readonly server_name: string;
  readonly server_configured: boolean;
  readonly server_version: string;
  readonly server_state: Database["server"]["state"];
  readonly server_reason: string | null;
  readonly answers_ms: number | null;
  readonly seen_at: Date | null;
  readonly silent_since: Date | null;
  readonly last_try_at: Date | null;
  readonly next_try_at: Date | null;
  readonly pending: number;
  readonly accepted: number;
  readonly revoking: number;
  /** Of collaborators: logins that PostgreSQL would let in. */
  readonly open_logins: number;
  readonly ready_logins: number;
  readonly sessions: number | null;
  readonly sessions_seen_at: Date | null;
  readonly last_activity_at: Date | null;
  /** Null while it is not offered to anybody. */
  readonly offer_to: string | null;
  readonly offer_to_account_id: string | null;
  readonly offer_former_owner: FormerOwner | null;
  readonly offered_at: Date | null;
}

export interface DatabasesPage {
  readonly limit: number;
  /** The last name of the page before. */
  readonly after?: string | undefined;
}

/** By name: what the account owns, and what it may use as an accepted collaborator. */
export async function listViews(db: Reader, accountId: string, page: DatabasesPage): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`${views(accountId)}
    where d.state <> 'deleted' and d.name > ${page.after ?? ""}
      and d.id in (select id from databases where owner_account_id = ${accountId}
        union all select database_id from collaborators where account_id = ${accountId} and status = 'accepted')
    order by d.name limit ${page.limit}`.execute(db);
  return rows;
}

/** Whoever asks was permitted before; a deleted one is still shown to its owner as the answer of the delete. */
export async function findView(db: Reader, accountId: string, databaseId: string): Promise<ViewRow> {
  const { rows } = await sql<ViewRow>`${views(accountId)} where d.id = ${databaseId}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("a database that was permitted is not there");
  return row;
}

/**
 * The counts are laterals, so that a page looks at the rows of its own databases only. Planning them takes several times
 * as long as running them for one database.
 */
const views = (accountId: string): RawBuilder<ViewRow> => sql`${prepared}
  select d.id, d.name, d.state, d.blocked, d.dbname, d.kind, d.ownership, d.collaborators_managed_by, d.created_at,
    d.owner_account_id, o.email as owner_email, o.username as owner_username, mine.access,
    s.name as server_name, s.bundled as server_configured, s.version as server_version, s.state as server_state,
    s.reason as server_reason, s.answers_ms, s.seen_at, s.silent_since, s.last_try_at, s.next_try_at,
    people.pending, people.accepted, people.revoking, logins.open as open_logins, logins.ready as ready_logins,
    logins.sessions, logins.seen_at as sessions_seen_at, newest.at as last_activity_at,
    offer.email as offer_to, offer.account_id as offer_to_account_id, offer.former_owner as offer_former_owner, offer.offered_at
  from databases d
  join servers s on s.id = d.server_id
  join accounts o on o.id = d.owner_account_id
  left join collaborators mine
    on mine.database_id = d.id and mine.account_id = ${accountId} and mine.status = 'accepted'
  cross join lateral (
    select count(*) filter (where c.status = 'pending')::int as pending,
      count(*) filter (where c.status = 'accepted')::int as accepted,
      count(*) filter (where c.status = 'revoking')::int as revoking
    from collaborators c where c.database_id = d.id and c.status <> 'ended') people
  cross join lateral (
    select count(*) filter (where l.collaborator_id is not null and l.role_oid is not null
        and l.state in ('ready', 'closing') and l.new_logins_refused_at is null)::int as open,
      count(*) filter (where l.collaborator_id is not null and l.state = 'ready')::int as ready,
      sum(l.sessions)::int as sessions, max(l.seen_at) as seen_at
    from logins l where l.database_id = d.id and l.state in ('making', 'ready', 'closing')) logins
  left join lateral (
    select c.email, c.account_id, t.former_owner, t.offered_at from transfers t join collaborators c on c.id = t.collaborator_id
    where t.database_id = d.id and t.state = 'offered') offer on true
  left join lateral (
    select e.at from events e where e.database_id = d.id order by e.id desc limit 1) newest on true`;
