import { sql } from "kysely";
import type { Tx } from "../platform/control-database.ts";

/** Whether somebody has a login in the database that is not closed. */
export async function hasOpenLogin(tx: Tx, databaseId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from logins where database_id = ${databaseId}
    and account_id = ${accountId} and state in ('making', 'ready', 'closing')) as has`.execute(tx);
  return rows[0]?.has ?? false;
}

/** The login stays the person's, and what they are to the database has changed: its owner, or that collaborator. */
export async function setStandingOfLogin(
  tx: Tx,
  databaseId: string,
  accountId: string,
  collaboratorId: string | null,
): Promise<void> {
  await tx
    .updateTable("logins")
    .set({ collaborator_id: collaboratorId })
    .where("database_id", "=", databaseId)
    .where("account_id", "=", accountId)
    .where("state", "in", ["making", "ready", "closing"])
    .execute();
}
