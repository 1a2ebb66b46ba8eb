import { sql } from "kysely";
import type { AccessLevel } from "@guestlist/contract";
import type { Reader, Tx } from "../platform/control-database.ts";
import { isUuid } from "../platform/uuid.ts";
import { invitationDays, type CollaboratorRow, type transitions } from "./collaborator.ts";

export async function findOpen(db: Reader, databaseId: string, folded: string): Promise<CollaboratorRow | null> {
  const row = await db
    .selectFrom("collaborators")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where("email_folded", "=", folded)
    .where("status", "<>", "ended")
    .executeTakeFirst();
  return row ?? null;
}

/**
 * `me` is the account's own open row; anything else an id. In a transaction it is held to its end: what is decided by the
 * row is still so when it is changed.
 */
export async function findOne(
  db: Reader,
  databaseId: string,
  id: string,
  accountId: string,
): Promise<CollaboratorRow | null> {
  const found = db.selectFrom("collaborators").selectAll().where("database_id", "=", databaseId);
  const query = db.isTransaction ? found.forNoKeyUpdate() : found;
  const row =
    id === "me"
      ? await query
          .where("account_id", "=", accountId)
          .where("status", "in", ["accepted", "revoking"])
          .executeTakeFirst()
      : isUuid(id)
        ? await query.where("id", "=", id).executeTakeFirst()
        : undefined;
  return row ?? null;
}

/** Those of a database that have one of these ids, held until the transaction ends. */
export async function findAmong(tx: Tx, databaseId: string, ids: readonly string[]): Promise<CollaboratorRow[]> {
  return tx
    .selectFrom("collaborators")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where("id", "in", [...ids])
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** The one way a collaborator's row changes: only while it is in one of those statuses. Without a row it has moved on. */
export const changing = (tx: Tx, id: string, ...from: (keyof typeof transitions)[]) =>
  tx.updateTable("collaborators").where("id", "=", id).where("status", "in", from).returningAll();

/** What is left out stays as it is. */
export interface AccessChange {
  readonly access?: AccessLevel;
  readonly until?: Date | null;
}

/** Null when the row is neither pending nor accepted any more. */
export async function setAccess(tx: Tx, id: string, { access, until }: AccessChange): Promise<CollaboratorRow | null> {
  // An invitation does not outlast the access that it offers, and lasts its days again when the end is moved away.
  const expiresAt = sql<Date>`least(invitation_sent_at + make_interval(hours => ${invitationDays * 24}), ${until}::timestamptz)`;
  const row = await changing(tx, id, "pending", "accepted")
    .set({
      ...(access !== undefined && { access }),
      ...(until !== undefined && {
        until,
        invitation_expires_at: expiresAt,
        expiry_recorded: sql<boolean>`expiry_recorded and ${expiresAt} <= now()`,
        // Another end is announced anew.
        announced_until: sql<Date>`case when until = ${until}::timestamptz then announced_until end`,
      }),
    })
    .executeTakeFirst();
  return row ?? null;
}

export async function hasAccount(db: Reader, folded: string): Promise<boolean> {
  return (
    (await db.selectFrom("accounts").select("id").where("email_folded", "=", folded).executeTakeFirst()) !== undefined
  );
}

export async function emailOfAccount(db: Reader, accountId: string): Promise<string> {
  return (await db.selectFrom("accounts").select("email").where("id", "=", accountId).executeTakeFirstOrThrow()).email;
}

export async function hasOwner(db: Reader, databaseId: string, folded: string): Promise<boolean> {
  const owner = await db
    .selectFrom("databases")
    .innerJoin("accounts", "accounts.id", "databases.owner_account_id")
    .select("accounts.id")
    .where("databases.id", "=", databaseId)
    .where("accounts.email_folded", "=", folded)
    .executeTakeFirst();
  return owner !== undefined;
}
