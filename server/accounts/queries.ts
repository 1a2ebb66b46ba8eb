import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { AccountRow } from "./account.ts";
import type { EmailAddress } from "./email-address.ts";
import type { Username } from "./username.ts";

const accountColumns = ["id", "email", "username", "email_verified_at", "created_at"] as const;

export interface NewAccount {
  readonly address: EmailAddress;
  readonly username: Username;
  readonly passwordHash: string;
  readonly verified: boolean;
}

/** What of a new account exists already, where it cannot be made: the unique indexes are the judges. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<AccountRow | "email" | "username"> {
  const row = await tx
    .insertInto("accounts")
    .values({
      email: account.address.email,
      email_folded: account.address.folded,
      username: account.username.username,
      username_folded: account.username.folded,
      password_hash: account.passwordHash,
      email_verified_at: account.verified ? sql<Date>`now()` : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(accountColumns)
    .executeTakeFirst();
  if (row !== undefined) return row;
  const same = await tx
    .selectFrom("accounts")
    .select("id")
    .where("email_folded", "=", account.address.folded)
    .executeTakeFirst();
  return same === undefined ? "username" : "email";
}

export async function accountExists(db: Reader, folded: string): Promise<boolean> {
  const row = await db.selectFrom("accounts").select("id").where("email_folded", "=", folded).executeTakeFirst();
  return row !== undefined;
}

/** Null when nobody is called so. */
export async function findEmailByUsername(db: Reader, usernameFolded: string): Promise<string | null> {
  const row = await db
    .selectFrom("accounts")
    .select("email")
    .where("username_folded", "=", usernameFolded)
    .executeTakeFirst();
  return row?.email ?? null;
}

export async function anyAccountExists(db: Reader): Promise<boolean> {
  return (await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export async function findCredentials(
  db: Reader,
  key: { readonly folded: string } | { readonly accountId: string },
): Promise<(AccountRow & { readonly password_hash: string }) | null> {
  const query = db.selectFrom("accounts").select([...accountColumns, "password_hash"]);
  const row = "folded" in key ? query.where("email_folded", "=", key.folded) : query.where("id", "=", key.accountId);
  return (await row.executeTakeFirst()) ?? null;
}

/** Locks the account until the transaction ends, so that links and passwords of one account change one after another. */
export async function lockAccount(tx: Tx, accountId: string): Promise<AccountRow> {
  return tx
    .selectFrom("accounts")
    .select(accountColumns)
    .where("id", "=", accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** False when the password was changed since it was compared: a reset meanwhile must not be outlived. */
export async function holdPassword(tx: Tx, accountId: string, passwordHash: string): Promise<boolean> {
  const row = await tx
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", accountId)
    .where("password_hash", "=", passwordHash)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** Null when the password is not the old one any more. */
export async function replacePassword(
  tx: Tx,
  accountId: string,
  passwordHash: string,
  old?: string,
): Promise<AccountRow | null> {
  const row = await tx
    .updateTable("accounts")
    .set({ password_hash: passwordHash })
    .where("id", "=", accountId)
    .$if(old !== undefined, (query) => query.where("password_hash", "=", old ?? ""))
    .returning(accountColumns)
    .executeTakeFirst();
  return row ?? null;
}

/** The address proved to be the account's. False when it was known to be. */
export async function markVerified(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .updateTable("accounts")
    .set({ email_verified_at: sql<Date>`now()` })
    .where("id", "=", accountId)
    .where("email_verified_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function findAccount(db: Reader, accountId: string): Promise<AccountRow> {
  return db.selectFrom("accounts").select(accountColumns).where("id", "=", accountId).executeTakeFirstOrThrow();
}
