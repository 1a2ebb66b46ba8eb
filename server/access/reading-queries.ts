import { sql } from "kysely";
import { selectClosures, type SignedClosureRow } from "../collaborators/closure.ts";
import type { Reader } from "../platform/control-database.ts";
import type { LoginRow } from "./queries.ts";

/** What the endpoints show; nothing here writes. */

/** The login that an account has here now: the owner's, or that of its accepted collaborator. */
export async function findOwnLogin(
  db: Reader,
  databaseId: string,
  accountId: string,
  standing: "owner" | "collaborator",
): Promise<LoginRow | null> {
  const own = db
    .selectFrom("logins as l")
    .selectAll("l")
    .where("l.database_id", "=", databaseId)
    .where("l.account_id", "=", accountId)
    .where("l.state", "in", ["making", "ready", "closing"]);
  const row = await (
    standing === "owner"
      ? own.where("l.collaborator_id", "is", null)
      : own.innerJoin("collaborators as c", "c.id", "l.collaborator_id").where("c.status", "=", "accepted")
  ).executeTakeFirst();
  return row ?? null;
}

export interface SessionCount {
  readonly email: string;
  readonly login_name: string;
  readonly sessions: number;
}

/** Who is connected, as last seen; `accountId` for that account's own sessions only. */
export async function listSessionCounts(
  db: Reader,
  databaseId: string,
  accountId: string | null,
): Promise<SessionCount[]> {
  const all = db
    .selectFrom("logins as l")
    .innerJoin("accounts as a", "a.id", "l.account_id")
    .select(["a.email", "l.role_name as login_name", "l.sessions"])
    .where("l.database_id", "=", databaseId)
    .where("l.state", "in", ["ready", "closing"])
    .where("l.sessions", ">", 0)
    .orderBy("l.sessions", "desc");
  const rows = await (accountId === null ? all : all.where("l.account_id", "=", accountId)).execute();
  return rows.map((row) => ({ ...row, sessions: row.sessions ?? 0 }));
}

/** Newest first. `before` is the number of the last one shown. */
export function listClosureRows(
  db: Reader,
  databaseId: string,
  page: { readonly limit: number; readonly before?: number },
): Promise<SignedClosureRow[]> {
  const all = selectClosures(db).where("database_id", "=", databaseId);
  const older = page.before === undefined ? all : all.where("number", "<", page.before);
  return older.orderBy("number", "desc").limit(page.limit).execute();
}

export const findClosureRow = (
  db: Reader,
  databaseId: string,
  by: { readonly id: string } | { readonly number: number },
): Promise<SignedClosureRow | undefined> => {
  const all = selectClosures(db).where("database_id", "=", databaseId);
  return ("id" in by ? all.where("id", "=", by.id) : all.where("number", "=", by.number)).executeTakeFirst();
};

/** The login of one collaborator, newest first. */
export const findLoginOf = (db: Reader, collaboratorId: string): Promise<LoginRow | undefined> =>
  db
    .selectFrom("logins")
    .selectAll()
    .where("collaborator_id", "=", collaboratorId)
    .orderBy("created_at", "desc")
    .executeTakeFirst();

/** Whose logins on the database those are; a role that is nobody's here is not in it. */
export async function emailsOfLogins(
  db: Reader,
  databaseId: string,
  roleNames: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (roleNames.length === 0) return new Map();
  const rows = await db
    .selectFrom("logins as l")
    .innerJoin("accounts as a", "a.id", "l.account_id")
    .select(["l.role_name", "a.email"])
    .where("l.database_id", "=", databaseId)
    .where("l.role_name", "in", roleNames)
    .execute();
  return new Map(rows.map((row) => [row.role_name, row.email]));
}

/** Those that work. */
export async function countApiTokens(db: Reader, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from api_tokens where account_id = ${accountId} and ended_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}
