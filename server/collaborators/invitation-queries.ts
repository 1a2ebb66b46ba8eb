import { sql } from "kysely";
import type { AccessLevel } from "@guestlist/contract";
import type { EmailAddress } from "../accounts/email-address.ts";
import type { Reader, Tx } from "../platform/control-database.ts";
import { isUuid } from "../platform/uuid.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { changing } from "./queries.ts";

/** The control database's clock counts, as where times are set: a Date has milliseconds, and may be of another machine. */
const now = sql<Date>`clock_timestamp()`;

export interface NewInvitation {
  readonly databaseId: string;
  readonly address: EmailAddress;
  readonly access: AccessLevel;
  readonly until: Date | null;
  readonly invitedBy: string;
  readonly mailed: Mailed;
}

/** A link that is mailed: from when to when it works. */
export interface Mailed {
  readonly tokenHash: Buffer;
  readonly sentAt: Date;
  readonly expiresAt: Date;
}

const valuesOf = ({ tokenHash, sentAt, expiresAt }: Mailed) => ({
  token_hash: tokenHash,
  invitation_sent_at: sentAt,
  invitation_expires_at: expiresAt,
});

/** Null when that address has an open row on the database: the unique index is the judge. */
export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<CollaboratorRow | null> {
  const row = await tx
    .insertInto("collaborators")
    .values({
      database_id: invitation.databaseId,
      email: invitation.address.email,
      email_folded: invitation.address.folded,
      access: invitation.access,
      until: invitation.until,
      invited_by_account_id: invitation.invitedBy,
      ...valuesOf(invitation.mailed),
    })
    .onConflict((conflict) =>
      conflict.columns(["database_id", "email_folded"]).where("status", "<>", "ended").doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Links stop working; the hash of the mailed one stays, to tell whoever follows it whom to ask. */
export const spentLinks = { spent_token_hash: sql<Buffer>`token_hash`, token_hash: null, link_token_hash: null };

/** A new mailed link; the links before it stop working. Null when it is not pending any more. */
export async function renewInvitation(tx: Tx, id: string, mailed: Mailed): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "pending")
    .set((column) => ({
      ...valuesOf(mailed),
      spent_token_hash: spentLinks.spent_token_hash,
      link_token_hash: null,
      sendings: column("sendings", "+", 1),
      mail_failed: null,
      expiry_recorded: false,
    }))
    .executeTakeFirst();
  return row ?? null;
}

/** Null when it is not pending any more, or has expired. */
export async function setCopiedLink(tx: Tx, id: string, tokenHash: Buffer): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "pending")
    .set({ link_token_hash: tokenHash })
    .where("invitation_expires_at", ">", now)
    .executeTakeFirst();
  return row ?? null;
}

/** pending → accepted, once: whoever comes second gets null, and so does whoever comes too late. */
export async function markAccepted(tx: Tx, id: string, accountId: string): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "pending")
    .set({
      status: "accepted",
      account_id: accountId,
      accepted_at: new Date(),
      ...spentLinks,
    })
    .where("invitation_expires_at", ">", now)
    .executeTakeFirst();
  return row ?? null;
}

/** pending → ended: declined by the invited person, or withdrawn. Null when it is not pending any more. */
export async function endInvitation(
  tx: Tx,
  id: string,
  reason: "declined" | "withdrawn",
  accountId: string,
): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "pending")
    .set({
      status: "ended",
      ended_at: new Date(),
      end_reason: reason,
      ended_by_account_id: accountId,
      ...spentLinks,
    })
    .executeTakeFirst();
  return row ?? null;
}

export type Inviters = { readonly by: string } | { readonly byOthersThan: string };

/** pending → ended for all that some have invited, in the order in which they did. */
export async function endInvitationsOf(
  tx: Tx,
  databaseId: string,
  inviters: Inviters,
  endedBy: string | null,
): Promise<CollaboratorRow[]> {
  const ended = await tx
    .updateTable("collaborators")
    .set({
      status: "ended",
      ended_at: new Date(),
      end_reason: "withdrawn",
      ended_by_account_id: endedBy,
      ...spentLinks,
    })
    .where("database_id", "=", databaseId)
    .where("status", "=", "pending")
    .where((where) =>
      "by" in inviters
        ? where("invited_by_account_id", "=", inviters.by)
        : where("invited_by_account_id", "<>", inviters.byOthersThan),
    )
    .returningAll()
    .execute();
  return ended.toSorted((a, b) => a.invited_at.getTime() - b.invited_at.getTime());
}

/**
 * Whether whoever invited somebody may give them that access now, as the owner or as one of those who manage collaborators.
 * Held until the transaction ends, so that no end and no lowering of theirs slips in between.
 */
export async function holdRightToInvite(
  tx: Tx,
  { database_id: databaseId, invited_by_account_id: inviter }: CollaboratorRow,
): Promise<boolean> {
  const database = await tx
    .selectFrom("databases")
    .select(["owner_account_id", "collaborators_managed_by"])
    .where("id", "=", databaseId)
    .forShare()
    .executeTakeFirst();
  if (database?.owner_account_id === inviter) return true;
  if (database?.collaborators_managed_by !== "full") return false;
  const manager = await tx
    .selectFrom("collaborators")
    .select("id")
    .where("database_id", "=", databaseId)
    .where("account_id", "=", inviter)
    .where("status", "=", "accepted")
    .where("access", "=", "full")
    .forShare()
    .executeTakeFirst();
  return manager !== undefined;
}

export async function setMailFailed(
  tx: Tx,
  id: string,
  sending: number,
  reason: string,
): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "pending")
    .set({ mail_failed: reason })
    .where("sendings", "=", sending)
    .executeTakeFirst();
  return row ?? null;
}

/** Expired invitations stay pending; that they expired is recorded once. */
export async function takeExpired(tx: Tx): Promise<CollaboratorRow[]> {
  return tx
    .updateTable("collaborators")
    .set({ expiry_recorded: true })
    .where("status", "=", "pending")
    .where("expiry_recorded", "=", false)
    .where("invitation_expires_at", "<=", now)
    .returningAll()
    .execute();
}

/** An invitation with what its invited person is told of it. */
export interface OfferedRow extends CollaboratorRow {
  readonly database_name: string;
  readonly inviter_email: string;
}

const offers = (db: Reader) =>
  db
    .selectFrom("collaborators")
    .innerJoin("databases", "databases.id", "collaborators.database_id")
    .innerJoin("accounts", "accounts.id", "collaborators.invited_by_account_id")
    .selectAll("collaborators")
    .select(["databases.name as database_name", "accounts.email as inviter_email"]);

/** By the token of the mailed or the copied link, in whatever status. A token that was used up finds nothing. */
export async function findByToken(db: Reader, tokenHash: Buffer): Promise<OfferedRow | null> {
  const row = await offers(db)
    .where((where) => where.or([where("token_hash", "=", tokenHash), where("link_token_hash", "=", tokenHash)]))
    .executeTakeFirst();
  return row ?? null;
}

/** The invitation whose mailed link stopped working; such a link opens nothing. */
export async function findBySpentLink(db: Reader, tokenHash: Buffer): Promise<CollaboratorRow | null> {
  const query = db.selectFrom("collaborators").selectAll().where("spent_token_hash", "=", tokenHash);
  return (await query.executeTakeFirst()) ?? null;
}

/** Only invitations to that very address are found by id: an id proves nothing. */
export async function findOffered(db: Reader, id: string, folded: string): Promise<OfferedRow | null> {
  if (!isUuid(id)) return null;
  const row = await offers(db)
    .where("collaborators.id", "=", id)
    .where("collaborators.email_folded", "=", folded)
    .executeTakeFirst();
  return row ?? null;
}

export async function listOffered(db: Reader, folded: string): Promise<OfferedRow[]> {
  return offers(db)
    .where("collaborators.email_folded", "=", folded)
    .where("collaborators.status", "=", "pending")
    .where("collaborators.invitation_expires_at", ">", now)
    .orderBy("collaborators.invited_at")
    .execute();
}

/** Addresses of the invitations that somebody sent and that still wait. */
export async function listInvitedBy(db: Reader, databaseId: string, inviterId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("collaborators")
    .select("email")
    .where("database_id", "=", databaseId)
    .where("invited_by_account_id", "=", inviterId)
    .where("status", "=", "pending")
    .orderBy("invited_at")
    .execute();
  return rows.map((row) => row.email);
}
