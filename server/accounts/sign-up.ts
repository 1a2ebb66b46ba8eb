import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import type { Reader, Tx } from "../platform/control-database.ts";
import { limit, networkOf } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken } from "../platform/tokens.ts";
import { linkNoLongerWorks, mailLink } from "./account-link.ts";
import { actorOf, showAccountRow, type AccountRow } from "./account.ts";
import { errandForAnyone } from "./actor.ts";
import { readEmail } from "./email-address.ts";
import {
  findInvitedAddress,
  isSetupLinkOpen,
  lockFirstAccount,
  redeemSetupLink,
  type InvitedAddress,
} from "./link-queries.ts";
import { hashPassword, requireStrongPassword } from "./password.ts";
import { accountExists, insertAccount, type NewAccount } from "./queries.ts";
import { rules } from "./rules.ts";
import { startSession } from "./session.ts";
import { readUsername } from "./username.ts";

/** Makes an account from an invitation's link or from the set-up link, and signs it in. */
export const signUp = errandForAnyone(endpoints.signUp, async (asked) => {
  const { platform, body } = asked;
  await limit(platform, rules.signUpFrom, [networkOf(asked.client.address)]);
  // Only a holder of a link that works learns what exists here, or makes the server hash a password.
  const pass = passOf(body);
  await checkPass(platform.db, pass, body.email);
  const address = readEmail(body.email);
  const username = readUsername(body.username);
  if (await accountExists(platform.db, address.folded)) throw taken("email");
  await requireStrongPassword(body.password, [address.email, username.username]);
  const passwordHash = await hashPassword(body.password);

  const made = await platform.db.transaction().execute(async (tx) => {
    const verified = await redeemPass(tx, pass, body.email);
    const account = await addAccount(tx, { address, username, passwordHash, verified }, "itself");
    if (!verified) await mailLink(tx, platform, account, "verify");
    return { account, session: await startSession(tx, account.id, asked) };
  });
  asked.session.set(made.session.token, made.session.expiresAt);
  const verification = made.account.email_verified_at === null ? "mail_sent" : "verified";
  return answer(201, { account: showAccountRow(made.account), verification });
});

/** What lets somebody make an account. */
interface Pass {
  readonly kind: "invitation" | "setup";
  readonly tokenHash: Buffer;
}

function passOf(body: { invitation_token?: string; setup_token?: string }): Pass {
  if (body.invitation_token !== undefined) return { kind: "invitation", tokenHash: hashToken(body.invitation_token) };
  if (body.setup_token !== undefined) return { kind: "setup", tokenHash: hashToken(body.setup_token) };
  throw new Refusal(
    "sign_up_by_invitation_only",
    "An account is made from an invitation. Ask somebody who has a database here to invite you.",
  );
}

async function checkPass(db: Reader, { kind, tokenHash }: Pass, email: string): Promise<void> {
  if (kind === "invitation") await requireInvited(db, tokenHash, email);
  else if (!(await isSetupLinkOpen(db, tokenHash))) throw linkNoLongerWorks();
}

/**
 * The set-up link is used up here; an invitation only when it is accepted. Answers whether the address counts as
 * verified: a mailed invitation proves it, and whoever holds the set-up link runs the installation.
 */
async function redeemPass(tx: Tx, { kind, tokenHash }: Pass, email: string): Promise<boolean> {
  if (kind === "invitation") return (await requireInvited(tx, tokenHash, email)).link === "mailed";
  await lockFirstAccount(tx);
  if (!(await redeemSetupLink(tx, tokenHash))) throw linkNoLongerWorks();
  return true;
}

async function requireInvited(db: Reader, tokenHash: Buffer, email: string): Promise<InvitedAddress> {
  const invited = await findInvitedAddress(db, tokenHash);
  if (invited === null) throw linkNoLongerWorks();
  if (readEmail(email).folded !== invited.folded)
    throw new Refusal(
      "wrong_account",
      "This invitation is for another address. Sign up with the address that was invited.",
      "email",
    );
  return invited;
}

/** @param by who makes it: the person, or Guestlist on its administrator's command */
export async function addAccount(tx: Tx, account: NewAccount, by: "itself" | "Guestlist"): Promise<AccountRow> {
  const row = await insertAccount(tx, account);
  if (row === "email" || row === "username") throw taken(row);
  const about = { actor: by === "itself" ? actorOf(row) : null, subject: row.email };
  await recordEvent(tx, { type: "account.created", ...about });
  if (account.verified) await recordEvent(tx, { type: "account.verified", ...about });
  return row;
}

const taken = (what: "email" | "username"): Refusal =>
  what === "email"
    ? new Refusal("account_exists", "There is an account with this address. Sign in instead.", "email")
    : new Refusal("username_taken", "Somebody has this username already. Choose another one.", "username");
