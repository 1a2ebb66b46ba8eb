import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { forgive, limit, networkOf } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { showAccountRow } from "./account.ts";
import { errandForAnyone } from "./actor.ts";
import { parseEmail } from "./email-address.ts";
import { isPassword } from "./password.ts";
import { findCredentials, holdPassword } from "./queries.ts";
import { rules } from "./rules.ts";
import { startSession } from "./session.ts";

/** Starts a session. An unknown address and a wrong password differ neither in words nor in time. */
export const signIn = errandForAnyone(endpoints.signIn, async (asked) => {
  const { platform, body } = asked;
  const folded = foldedOf(body.email);
  const attempt = await countAttempt(platform, folded, networkOf(asked.client.address));
  const account = await findCredentials(platform.db, { folded });
  const right = await isPassword(body.password, account?.password_hash ?? null);
  if (account === null || !right) throw wrongCredentials();
  await attempt.forgive();

  const session = await platform.db.transaction().execute(async (tx) => {
    if (!(await holdPassword(tx, account.id, account.password_hash))) throw wrongCredentials();
    return startSession(tx, account.id, asked);
  });
  asked.session.set(session.token, session.expiresAt);
  return answer(200, { account: showAccountRow(account) });
});

const wrongCredentials = (): Refusal =>
  new Refusal("wrong_credentials", "The e-mail address and the password do not belong together.");

/** What is no address belongs to no account, and is answered like that. */
function foldedOf(text: string): string {
  const parsed = parseEmail(text);
  return "refused" in parsed ? "" : parsed.folded;
}

/** The client first: one that is over its own limits must not use up the account's, and so keep its person out. */
async function countAttempt(
  platform: Platform,
  folded: string,
  network: string,
): Promise<{ forgive(): Promise<void> }> {
  const counted = [
    [rules.signInFrom, network],
    [rules.signInHere, `${network} ${folded}`],
    [rules.signInTo, folded],
  ] as const;
  for (const [rule, key] of counted) await limit(platform, rule, [key]);
  return {
    async forgive() {
      for (const [rule, key] of counted) await forgive(platform, rule, [key]);
    },
  };
}
