import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { AccountRow } from "./account.ts";
import type { Username } from "./username.ts";

/** What somebody sees and changes of their own account. */

export interface SessionRow {
  readonly id: string;
  readonly client_address: string | null;
  readonly user_agent: string | null;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
}

/** Those that are signed in, the last seen first. */
export async function openSessions(db: Reader, accountId: string): Promise<SessionRow[]> {
  return db
    .selectFrom("sessions")
    .select(["id", "client_address", "user_agent", "created_at", "last_seen_at", "expires_at"])
    .where("account_id", "=", accountId)
    .where("expires_at", ">", sql<Date>`now()`)
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .execute();
}

/** False when the account has no such open session. */
export async function deleteSessionById(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const row = await tx
    .deleteFrom("sessions")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Null when somebody else is called so; the unique index is the judge, and then the transaction is over. */
export async function setUsername(
  tx: Tx,
  accountId: string,
  { username, folded }: Username,
): Promise<AccountRow | null> {
  try {
    return await tx
      .updateTable("accounts")
      .set({ username, username_folded: folded })
      .where("id", "=", accountId)
      .returning(["id", "email", "username", "email_verified_at", "created_at"])
      .executeTakeFirstOrThrow();
  } catch (error) {
    if ((error as { code?: string }).code === "23505") return null;
    throw error;
  }
}
