import type { AccessLevel } from "@guestlist/contract";
import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";

/** Logins of applications, and who was shown which of their passwords. */

export type DatabaseUserRow = Selectable<Tables["database_users"]>;

/** The login of the application that comes with a created database; no other of its kind can be deleted from under it. */
export async function insertProtectedUser(
  tx: Tx,
  databaseId: string,
  roleName: string,
  verifierSealed: Buffer,
): Promise<{ readonly id: string }> {
  return tx
    .insertInto("database_users")
    .values({ database_id: databaseId, role_name: roleName, protected: true, verifier_sealed: verifierSealed })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** Null when the database has one of that name already: the unique index is the judge. */
export async function insertUser(
  tx: Tx,
  user: {
    readonly databaseId: string;
    readonly roleName: string;
    readonly access: AccessLevel;
    readonly verifierSealed: Buffer;
  },
): Promise<{ readonly id: string } | null> {
  const row = await tx
    .insertInto("database_users")
    .values({
      database_id: user.databaseId,
      role_name: user.roleName,
      access: user.access,
      verifier_sealed: user.verifierSealed,
    })
    .onConflict((conflict) => conflict.columns(["database_id", "role_name"]).where("state", "<>", "gone").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row ?? null;
}

/** Whether a login of a person or an application has that name on the server, in whichever database of ours. */
export async function isRoleNameUsed(tx: Reader, serverId: string, name: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select exists (
      select from database_users u join databases d on d.id = u.database_id
      where d.server_id = ${serverId} and u.role_name = ${name} and u.state <> 'gone' and d.state <> 'deleted')
    or exists (select from logins l join databases d on d.id = l.database_id
      where d.server_id = ${serverId} and l.role_name = ${name} and l.state <> 'gone') as used`.execute(tx);
  return rows[0]?.used ?? true;
}

/** making or ready → deleting, once. Null when it is protected, or on its way already. */
export async function markUserDeleting(tx: Tx, id: string, accountId: string): Promise<DatabaseUserRow | null> {
  const row = await tx
    .updateTable("database_users")
    .set({
      state: "deleting",
      deleting_at: sql<Date>`clock_timestamp()`,
      deleted_by_account_id: accountId,
      verifier_sealed: null,
      blocked: null,
    })
    .where("id", "=", id)
    .where("state", "in", ["making", "ready"])
    .where("protected", "=", false)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Of a login that is still to be made. */
export async function resealVerifier(tx: Tx, id: string, verifierSealed: Buffer): Promise<void> {
  await tx
    .updateTable("database_users")
    .set({ verifier_sealed: verifierSealed })
    .where("id", "=", id)
    .where("state", "=", "making")
    .execute();
}

/** In the transaction that makes the secret, before anybody sees it. */
export async function recordShown(tx: Tx, userId: string, accountId: string): Promise<void> {
  await sql`insert into secrets_shown (database_user_id, account_id, shown_at)
    select id, ${accountId}, password_changed_at from database_users where id = ${userId}`.execute(tx);
}

export interface KnownBy {
  readonly email: string;
  readonly shown_at: string;
}

export type ListedUser = DatabaseUserRow & { readonly known_to: readonly KnownBy[] };

/** One of them, also when it is gone by now. */
export async function findListedUser(db: Reader, userId: string): Promise<ListedUser> {
  return selectListed(db).where("u.id", "=", userId).executeTakeFirstOrThrow();
}

/** With everybody who knows today's password: it was shown to them, and has not been changed since. */
export async function listUsers(db: Reader, databaseId: string): Promise<ListedUser[]> {
  return selectListed(db)
    .where("u.database_id", "=", databaseId)
    .where("u.state", "<>", "gone")
    .orderBy("u.created_at")
    .execute();
}

const selectListed = (db: Reader) =>
  db
    .selectFrom("database_users as u")
    .selectAll("u")
    .select(
      sql<KnownBy[]>`coalesce((
        select jsonb_agg(jsonb_build_object('email', k.email, 'shown_at',
          to_char(k.shown_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by k.shown_at)
        from (select a.email, max(s.shown_at) as shown_at from secrets_shown s join accounts a on a.id = s.account_id
          where s.database_user_id = u.id and s.shown_at >= u.password_changed_at group by a.email) k), '[]')`.as(
        "known_to",
      ),
    );

/** By id, or by the name that PostgreSQL has for it. */
export async function findUser(db: Reader, databaseId: string, idOrName: string): Promise<DatabaseUserRow | null> {
  const row = await db
    .selectFrom("database_users")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where("state", "<>", "gone")
    .where((eb) => eb.or([eb(sql`id::text`, "=", idOrName.toLowerCase()), eb("role_name", "=", idOrName)]))
    .executeTakeFirst();
  return row ?? null;
}

export interface KnownSecret {
  readonly id: string;
  readonly role_name: string;
  readonly shown_at: Date;
}

/** Logins of applications whose password of today that account made or was shown. */
export async function listKnownSecrets(db: Reader, databaseId: string, accountId: string): Promise<KnownSecret[]> {
  const { rows } = await sql<KnownSecret>`
    select u.id, u.role_name, max(s.shown_at) as shown_at from database_users u
    join secrets_shown s on s.database_user_id = u.id and s.shown_at >= u.password_changed_at
    where u.database_id = ${databaseId} and u.state <> 'gone' and s.account_id = ${accountId}
    group by u.id order by u.created_at`.execute(db);
  return rows;
}

/** A change of password on its way. Times as PostgreSQL writes them: theirs are finer than ours. */
export interface Rotation {
  readonly userId: string;
  readonly accountId: string;
  readonly at: string;
  readonly before: string;
}

/** Whoever asks counts as knowing it from before PostgreSQL gets it. Null: it is not ready, or is gone. */
export async function beginRotation(tx: Tx, userId: string, accountId: string): Promise<Rotation | null> {
  const { rows } = await sql<{ at: string; before: string }>`
    with u as (select id, password_changed_at from database_users where id = ${userId} and state = 'ready'),
    shown as (insert into secrets_shown (database_user_id, account_id, shown_at)
      select id, ${accountId}, clock_timestamp() from u returning shown_at)
    select shown.shown_at::text as at, u.password_changed_at::text as before from shown, u`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : { userId, accountId, ...row };
}

/**
 * The new password is the one that counts. When another was set meanwhile nobody can tell which came last, so whoever
 * was shown either counts as knowing it.
 */
export async function finishRotation(
  tx: Tx,
  { userId, at, before }: Rotation,
): Promise<{ readonly changedAt: Date; readonly undisputed: boolean } | null> {
  const { rows } = await sql<{ changedAt: Date; undisputed: boolean }>`
    with was as (select id, password_changed_at = ${before}::timestamptz as undisputed from database_users
      where id = ${userId} and state = 'ready' for no key update)
    update database_users u set password_changed_at =
      case when was.undisputed then ${at}::timestamptz else least(u.password_changed_at, ${at}::timestamptz) end
    from was where u.id = was.id returning u.password_changed_at as "changedAt", was.undisputed`.execute(tx);
  return rows[0] ?? null;
}

/** PostgreSQL is known not to have taken it. */
export async function abandonRotation(tx: Reader, { userId, accountId, at }: Rotation): Promise<void> {
  await tx
    .deleteFrom("secrets_shown")
    .where("database_user_id", "=", userId)
    .where("account_id", "=", accountId)
    .where("shown_at", "=", sql<Date>`${at}::timestamptz`)
    .execute();
}

/** Logins of applications that work as the owner role. */
export async function listFullUsers(tx: Reader, databaseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("database_users")
    .select("role_name")
    .where("database_id", "=", databaseId)
    .where("access", "=", "full")
    .where("state", "<>", "gone")
    .orderBy("role_name")
    .execute();
  return rows.map((row) => row.role_name);
}
