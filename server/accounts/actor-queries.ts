import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";
import type { AccountRow } from "./account.ts";
import type { Actor } from "./actor.ts";

export interface NewSession {
  readonly accountId: string;
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
  readonly clientAddress: string;
  readonly userAgent: string | null;
}

/** Clears the account's expired ones away by the way. */
export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx
    .deleteFrom("sessions")
    .where("account_id", "=", session.accountId)
    .where("expires_at", "<=", sql<Date>`now()`)
    .execute();
  await tx
    .insertInto("sessions")
    .values({
      account_id: session.accountId,
      token_hash: session.tokenHash,
      expires_at: session.expiresAt,
      client_address: session.clientAddress,
      user_agent: session.userAgent,
    })
    .execute();
}

export async function deleteSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute();
}

/** @param except the id of the session that stays @returns how many were signed in */
export async function deleteSessionsOf(tx: Tx, accountId: string, except?: string): Promise<number> {
  const rows = await tx
    .deleteFrom("sessions")
    .where("account_id", "=", accountId)
    .$if(except !== undefined, (query) => query.where("id", "<>", except ?? ""))
    .returning(sql<boolean>`expires_at > now()`.as("open"))
    .execute();
  return rows.filter(({ open }) => open).length;
}

/** How fine the time is to which somebody was last here: writing it on every request would double their cost. */
const olderThanAMinute = (column: string) =>
  sql<boolean>`coalesce(${sql.ref(column)} < now() - interval '1 minute', true)`;

/** One query: who it is; and one more, at most once a minute, that they were here. */
export async function findActorBySession(db: Reader, tokenHash: Buffer): Promise<Actor | null> {
  const row = await db
    .selectFrom("sessions")
    .innerJoin("accounts", "accounts.id", "sessions.account_id")
    .modifyFront(prepared)
    .select(["sessions.id as via_id", olderThanAMinute("sessions.last_seen_at").as("stale"), ...actorColumns])
    .where("sessions.token_hash", "=", tokenHash)
    .where("sessions.expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.stale)
    await db
      .updateTable("sessions")
      .set({ last_seen_at: sql<Date>`now()` })
      .where("id", "=", row.via_id)
      .where(olderThanAMinute("last_seen_at"))
      .execute();
  return actorFrom(row, "session");
}

export const findActorByToken = (db: Reader, tokenHash: Buffer): Promise<Actor | null> =>
  findTokenActor(db, { tokenHash });

/** For what was signed in the token's name: it opens as long as the token does. */
export const findActorByTokenId = (db: Reader, tokenId: string, accountId: string): Promise<Actor | null> =>
  findTokenActor(db, { tokenId, accountId });

type TokenKey = { readonly tokenHash: Buffer } | { readonly tokenId: string; readonly accountId: string };

async function findTokenActor(db: Reader, key: TokenKey): Promise<Actor | null> {
  const open = db
    .selectFrom("api_tokens")
    .innerJoin("accounts", "accounts.id", "api_tokens.account_id")
    .modifyFront(prepared)
    .select(["api_tokens.id as via_id", olderThanAMinute("api_tokens.last_used_at").as("stale"), ...actorColumns])
    .where("api_tokens.ended_at", "is", null);
  const asked =
    "tokenHash" in key
      ? open.where("api_tokens.token_hash", "=", key.tokenHash)
      : open.where("api_tokens.id", "=", key.tokenId).where("api_tokens.account_id", "=", key.accountId);
  const row = await asked.executeTakeFirst();
  if (row === undefined) return null;
  if (row.stale)
    await db
      .updateTable("api_tokens")
      .set({ last_used_at: sql<Date>`now()` })
      .where("id", "=", row.via_id)
      .where(olderThanAMinute("last_used_at"))
      .execute();
  return actorFrom(row, "token");
}

const actorColumns = [
  "accounts.id",
  "accounts.email",
  "accounts.email_folded",
  "accounts.username",
  "accounts.email_verified_at",
  "accounts.created_at",
] as const;

export const actorFrom = (
  row: AccountRow & { readonly via_id: string; readonly email_folded: string },
  kind: Actor["via"]["kind"],
): Actor => ({
  accountId: row.id,
  email: row.email,
  emailFolded: row.email_folded,
  username: row.username,
  verified: row.email_verified_at !== null,
  createdAt: row.created_at,
  emailVerifiedAt: row.email_verified_at,
  via: { kind, id: row.via_id },
});

/** Whether what the actor came with still signs in, at this moment. */
export async function signsIn(db: Reader, { via }: Pick<Actor, "via">): Promise<boolean> {
  const row =
    via.kind === "session"
      ? await db
          .selectFrom("sessions")
          .select("id")
          .where("id", "=", via.id)
          .where("expires_at", ">", sql<Date>`now()`)
          .executeTakeFirst()
      : await openToken(db, via.id);
  return row !== undefined;
}

/** Whether what the actor came with still signs in; with the account locked it stays so until the transaction ends. */
export async function isStillSignedIn(tx: Tx, { accountId, via }: Actor): Promise<boolean> {
  await tx.selectFrom("accounts").select("id").where("id", "=", accountId).forShare().execute();
  const row =
    via.kind === "session"
      ? await tx.selectFrom("sessions").select("id").where("id", "=", via.id).executeTakeFirst()
      : await openToken(tx, via.id);
  return row !== undefined;
}

const openToken = (db: Reader, id: string) =>
  db.selectFrom("api_tokens").select("id").where("id", "=", id).where("ended_at", "is", null).executeTakeFirst();

export interface ApiTokenRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

const tokenColumns = ["id", "name", "hint", "created_at", "last_used_at"] as const;

export async function insertToken(
  tx: Tx,
  token: { readonly accountId: string; readonly name: string; readonly hint: string; readonly tokenHash: Buffer },
): Promise<ApiTokenRow> {
  return tx
    .insertInto("api_tokens")
    .values({ account_id: token.accountId, name: token.name, hint: token.hint, token_hash: token.tokenHash })
    .returning(tokenColumns)
    .executeTakeFirstOrThrow();
}

/** Those that open something, newest first. */
export async function openTokens(db: Reader, accountId: string): Promise<ApiTokenRow[]> {
  return db
    .selectFrom("api_tokens")
    .select(tokenColumns)
    .where("account_id", "=", accountId)
    .where("ended_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
}

/** Null when the account has no such open token. */
export async function endToken(tx: Tx, accountId: string, id: string): Promise<ApiTokenRow | null> {
  const row = await endTokens(tx).where("account_id", "=", accountId).where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

export async function endTokensOf(tx: Tx, accountId: string): Promise<ApiTokenRow[]> {
  return endTokens(tx).where("account_id", "=", accountId).execute();
}

const endTokens = (tx: Tx) =>
  tx
    .updateTable("api_tokens")
    .set({ ended_at: sql<Date>`now()` })
    .where("ended_at", "is", null)
    .returning(tokenColumns);
