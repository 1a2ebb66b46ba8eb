import { randomBytes } from "node:crypto";
import type { Account } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import type { Db } from "../platform/control-database.ts";
import { showAccountRow } from "./account.ts";
import { makeToken } from "./api-token.ts";
import { readEmail } from "./email-address.ts";
import { lockFirstAccount } from "./link-queries.ts";
import { hashPassword, requireStrongPassword } from "./password.ts";
import { addAccount } from "./sign-up.ts";
import { readUsername } from "./username.ts";

export interface AdminAccount {
  readonly email: string;
  readonly username: string;
  /** Without one, the account can be signed in to once its person has set one by the reset mail. */
  readonly password?: string;
  /** Whether to make an API token as well. */
  readonly token: boolean;
}

/**
 * For whoever runs the installation, who vouches for the address: it counts as verified.
 * @throws Refusal `invalid_email`, `invalid_username`, `weak_password`, `account_exists`, `username_taken`
 */
export async function createAccountByAdmin(db: Db, asked: AdminAccount): Promise<{ account: Account; token?: string }> {
  const address = readEmail(asked.email);
  const username = readUsername(asked.username);
  const { password } = asked;
  if (password !== undefined) await requireStrongPassword(password, [address.email, username.username]);
  const passwordHash = await hashPassword(password ?? randomBytes(32).toString("base64"));
  return db.transaction().execute(async (tx) => {
    await lockFirstAccount(tx);
    const row = await addAccount(tx, { address, username, passwordHash, verified: true }, "Guestlist");
    if (!asked.token) return { account: showAccountRow(row) };
    const name = "made with the account";
    const { token } = await makeToken(tx, row.id, name);
    await recordEvent(tx, { type: "account.token_created", subject: row.email, data: { name } });
    return { account: showAccountRow(row), token };
  });
}
