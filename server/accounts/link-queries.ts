import { sql } from "kysely";
import { runSql, type Reader, type Tx } from "../platform/control-database.ts";

/** What a mailed link is for: to verify the address, to set a new password. */
export type LinkKind = "verify" | "reset";

/** The account must be locked (`lockAccount`), so that of two links asked for at once one is the newer. */
export async function replaceLink(
  tx: Tx,
  link: { readonly accountId: string; readonly kind: LinkKind; readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<string> {
  await killLinks(tx, link.accountId, link.kind);
  const { id } = await tx
    .insertInto("account_links")
    .values({ account_id: link.accountId, kind: link.kind, token_hash: link.tokenHash, expires_at: link.expiresAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function killLinks(tx: Tx, accountId: string, kind: LinkKind): Promise<void> {
  await tx
    .updateTable("account_links")
    .set({ used_at: sql<Date>`now()` })
    .where("account_id", "=", accountId)
    .where("kind", "=", kind)
    .where("used_at", "is", null)
    .execute();
}

/** Uses the link up, for one caller only: the account it is for, or null. */
export async function redeemLink(tx: Tx, kind: LinkKind, tokenHash: Buffer): Promise<string | null> {
  const row = await tx
    .updateTable("account_links")
    .set({ used_at: sql<Date>`now()` })
    .where("token_hash", "=", tokenHash)
    .where("kind", "=", kind)
    .where("used_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning("account_id")
    .executeTakeFirst();
  return row?.account_id ?? null;
}

/** Whose link it is while it works, without using it up. */
export async function peekLink(
  db: Reader,
  kind: LinkKind,
  tokenHash: Buffer,
): Promise<{ readonly email: string; readonly username: string } | null> {
  const row = await db
    .selectFrom("account_links")
    .innerJoin("accounts", "accounts.id", "account_links.account_id")
    .select(["accounts.email", "accounts.username"])
    .where("account_links.token_hash", "=", tokenHash)
    .where("account_links.kind", "=", kind)
    .where("account_links.used_at", "is", null)
    .where("account_links.expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row ?? null;
}

// The set-up link

/** Whoever makes an account without an invitation does it one after another: only one can be the first. */
export async function lockFirstAccount(tx: Tx): Promise<void> {
  await runSql(tx, "select pg_advisory_xact_lock(hashtextextended('guestlist first account', 0))");
}

export async function replaceSetupLink(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.deleteFrom("setup_links").where("used_at", "is", null).execute();
  await tx.insertInto("setup_links").values({ token_hash: tokenHash }).execute();
}

/** Without using it up. */
export async function isSetupLinkOpen(db: Reader, tokenHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom("setup_links")
    .select("id")
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where(noAccountExists)
    .executeTakeFirst();
  return row !== undefined;
}

/** True for one caller only, and for nobody once an account exists. Takes `lockFirstAccount` to be held. */
export async function redeemSetupLink(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const row = await tx
    .updateTable("setup_links")
    .set({ used_at: sql<Date>`now()` })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where(noAccountExists)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

const noAccountExists = sql<boolean>`not exists (select from accounts)`;

// Invitations, which another folder writes

export interface InvitedAddress {
  readonly email: string;
  readonly folded: string;
  /** A mailed link proves the address, a copied one does not. */
  readonly link: "mailed" | "copied";
}

/** What an invitation's link says of its address while the invitation waits; null otherwise. */
export async function findInvitedAddress(db: Reader, tokenHash: Buffer): Promise<InvitedAddress | null> {
  const row = await db
    .selectFrom("collaborators")
    .select(["email", "email_folded", "token_hash"])
    .where((where) => where.or([where("token_hash", "=", tokenHash), where("link_token_hash", "=", tokenHash)]))
    .where("status", "=", "pending")
    .where("invitation_expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  if (row === undefined) return null;
  const mailed = row.token_hash?.equals(tokenHash) ?? false;
  return { email: row.email, folded: row.email_folded, link: mailed ? "mailed" : "copied" };
}
