import { sql, type RawBuilder, type Selectable, type Updateable } from "kysely";
import type { ServerRow } from "../databases/grant.ts";
import type { Db, Reader, Tx } from "../platform/control-database.ts";
import { notifying } from "../platform/listen.ts";
import { prepared } from "../platform/prepared.ts";
import type { Tables } from "../platform/tables.ts";
import type { MovedObjects } from "./evidence.ts";
import { mayLeadTo, type LoginState } from "./login-state.ts";

export type LoginRow = Selectable<Tables["logins"]>;
export type DatabaseUserRow = Selectable<Tables["database_users"]>;

export async function controlClock(db: Reader): Promise<Date> {
  const row = await db.selectNoFrom((eb) => eb.fn<Date>("clock_timestamp").as("now")).executeTakeFirstOrThrow();
  return row.now;
}

export const emailOf = (db: Reader, accountId: string): Promise<{ email: string; username: string }> =>
  db.selectFrom("accounts").select(["email", "username"]).where("id", "=", accountId).executeTakeFirstOrThrow();

export const insertLogin = (
  tx: Tx,
  login: { databaseId: string; accountId: string; collaboratorId: string | null; roleName: string },
): Promise<LoginRow | undefined> =>
  tx
    .insertInto("logins")
    .values({
      database_id: login.databaseId,
      account_id: login.accountId,
      collaborator_id: login.collaboratorId,
      role_name: login.roleName,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

/** The one way a login's row changes: only while it is in one of those states. Null when it has moved on. */
export async function changeLogin(
  tx: Reader,
  id: string,
  from: readonly LoginState[],
  change: Updateable<Tables["logins"]>,
): Promise<LoginRow | null> {
  const row = await tx
    .updateTable("logins")
    .set(change)
    .where("id", "=", id)
    .where("state", "in", mayLeadTo(from, change.state))
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Progress that people watch: stored, and told to whoever waits, in one round trip. */
export async function changeLoginAndTell(
  db: Db,
  id: string,
  from: readonly LoginState[],
  change: Updateable<Tables["logins"]>,
): Promise<LoginRow | null> {
  const row = await db
    .with("changed", (query) =>
      query
        .updateTable("logins")
        .set(change)
        .where("id", "=", id)
        .where("state", "in", mayLeadTo(from, change.state))
        .returningAll(),
    )
    .selectFrom("changed")
    .selectAll()
    .select(notifying(sql.ref("database_id")).as("told"))
    .executeTakeFirst();
  return row ?? null;
}

export type NewClosure = Omit<
  Tables["closures"],
  "id" | "number" | "created_at" | "evidence" | "clock_ahead_ms" | "login_dropped_at"
> & {
  readonly evidence: string;
  readonly clock_ahead_ms: number;
};

export async function insertClosure(tx: Tx, closure: NewClosure): Promise<{ id: string; number: number }> {
  return tx.insertInto("closures").values(closure).returning(["id", "number"]).executeTakeFirstOrThrow();
}

/** What the clean-up found and did, added to a closure afterwards; the closing part of it never changes. */
export async function addCleanup(
  tx: Tx,
  loginId: string,
  cleanup: { readonly evidence: object; readonly droppedAt: Date | null },
): Promise<void> {
  await sql`update closures set evidence = evidence || ${JSON.stringify(cleanup.evidence)}::jsonb,
              login_dropped_at = coalesce(login_dropped_at, ${cleanup.droppedAt}) where login_id = ${loginId}`.execute(
    tx,
  );
}

export async function findCleanup(tx: Tx, loginId: string): Promise<readonly MovedObjects[]> {
  const row = await tx.selectFrom("closures").select("evidence").where("login_id", "=", loginId).executeTakeFirst();
  return (row?.evidence as { objects_moved?: MovedObjects[] } | undefined)?.objects_moved ?? [];
}

export interface SessionsSeen {
  readonly id: string;
  readonly sessions: number;
  /** Start of the newest session, by the shared server's clock. */
  readonly last: string | null;
}

/**
 * Sessions as just seen. What did not change is written every half minute only: a quiet installation stays quiet.
 * @returns the databases in which a number changed
 */
export async function recordSessions(db: Db, seen: readonly SessionsSeen[]): Promise<string[]> {
  const { rows } = await sql<{ database_id: string; changed: boolean }>`
    update logins l set sessions = s.sessions, seen_at = now(), last_login_at = greatest(l.last_login_at, s.last)
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(id uuid, sessions int, last timestamptz)
    join logins was on was.id = s.id
    where l.id = s.id and l.state in ('ready', 'closing')
      and (was.sessions is distinct from s.sessions or s.last > coalesce(was.last_login_at, '-infinity')
           or was.seen_at is null or was.seen_at < now() - interval '30 seconds')
    returning l.database_id, was.sessions is distinct from s.sessions or was.last_login_at is distinct from l.last_login_at as changed`.execute(
    db,
  );
  return [...new Set(rows.filter((row) => row.changed).map((row) => row.database_id))];
}

export interface WatchedLogin {
  readonly id: string;
  readonly role_oid: number;
  readonly state: "ready" | "closing" | "closed" | "gone";
}

/** Roles to look at on a server. Closed ones too, while a connection that slept through its closing could still wake. */
export async function listWatchedLogins(db: Db, serverId: string): Promise<WatchedLogin[]> {
  const { rows } = await sql<WatchedLogin>`
    select l.id, l.role_oid, l.state from logins l join databases d on d.id = l.database_id
    where d.server_id = ${serverId} and l.role_oid is not null
      and (l.state in ('ready', 'closing') or l.closed_at > now() - ${longestSleep}::interval)`.execute(db);
  return rows;
}

/** The longest post_auth_delay that a client may ask for, and the time to sign in. */
const longestSleep = "2220 seconds";

/** Servers that hold a database of ours. */
export const listServers = (db: Db): Promise<ServerRow[]> =>
  db
    .selectFrom("servers")
    .selectAll()
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("databases")
          .select("databases.id")
          .whereRef("databases.server_id", "=", "servers.id")
          .where("state", "<>", "deleted"),
      ),
    )
    .execute();

export const findServer = (db: Db, id: string): Promise<ServerRow | undefined> =>
  db.selectFrom("servers").selectAll().where("id", "=", id).executeTakeFirst();

/** Whether somebody on that server waits for their access to be closed. */
export async function hasWaitingClosure(db: Reader, serverId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`${prepared}
    select exists (select from collaborators c join databases d on d.id = c.database_id
                   where d.server_id = ${serverId} and c.status = 'revoking')
        or exists (select from logins l join databases d on d.id = l.database_id
                   where d.server_id = ${serverId} and l.state = 'closing')
        or exists (select from database_users u join databases d on d.id = u.database_id
                   where d.server_id = ${serverId} and u.state = 'deleting')
        or exists (select from databases where server_id = ${serverId} and state = 'deleting') as waits`.execute(db);
  return rows[0]?.waits ?? false;
}

/**
 * Whether an end on that server waits that a run knows nothing of: none of `known`, which were there when it loaded its
 * rows. What somebody has written is seen when it is committed, whatever time stands in it. A person of another database who
 * was to go already counts too, as long as nobody has tried, and theirs is the next turn.
 */
export async function hasUnknownEnding(db: Reader, serverId: string, known: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`${prepared}
    select exists (${endingsOn(serverId)} except select unnest(${known}::uuid[]))
      or exists (select from collaborators c join databases d on d.id = c.database_id
                 join graphile_worker.jobs j on j.key = 'reconcile:' || d.id and j.run_at <= now() and j.locked_at is null
                 where d.server_id = ${serverId} and c.status = 'revoking'
                   and not exists (select from logins l where l.collaborator_id = c.id and l.blocked is not null)) as waits`.execute(
    db,
  );
  return rows[0]?.waits ?? false;
}

/** Ids of the accesses, the applications' logins and the databases of a server that are to end, or to be deleted. */
export const endingsOn = (serverId: RawBuilder<unknown> | string): RawBuilder<{ readonly id: string }> => sql`
  select c.id from collaborators c join databases d on d.id = c.database_id where d.server_id = ${serverId} and c.status = 'revoking'
  union all select u.id from database_users u join databases d on d.id = u.database_id where d.server_id = ${serverId} and u.state = 'deleting'
  union all select id from databases where server_id = ${serverId} and state = 'deleting'`;

/** Whether the same was found before, and has not been repaired since. */
export async function isKnownDrift(tx: Reader, databaseId: string, loginName: string, found: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select type = 'access.drift_found' and data->>'found' = ${found} as known from events
    where database_id = ${databaseId} and type in ('access.drift_found', 'access.repaired') and data->>'login_name' = ${loginName}
    order by id desc limit 1`.execute(tx);
  return rows[0]?.known ?? false;
}

/** A password counts only for a login that is ready, of somebody whose access nobody is ending. */
export async function markPasswordChanged(tx: Tx, login: LoginRow): Promise<LoginRow | null> {
  if (login.collaborator_id !== null) {
    const accepted = await tx
      .selectFrom("collaborators")
      .select("id")
      .where("id", "=", login.collaborator_id)
      .where("status", "=", "accepted")
      .forShare()
      .executeTakeFirst();
    if (accepted === undefined) return null;
  }
  const row = await tx
    .updateTable("logins")
    .set({ password_changed_at: new Date() })
    .where("id", "=", login.id)
    .where("state", "=", "ready")
    .where("role_oid", "=", login.role_oid)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
