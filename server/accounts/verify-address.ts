import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import { limit, networkOf } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken } from "../platform/tokens.ts";
import { linkNoLongerWorks } from "./account-link.ts";
import { actorOf, showAccountRow } from "./account.ts";
import { errandForAccount } from "./actor.ts";
import { redeemLink } from "./link-queries.ts";
import { findAccount, markVerified } from "./queries.ts";
import { rules } from "./rules.ts";

/**
 * Verifies the address by the mailed link, for the account that is signed in. Whoever signed up under somebody else's
 * address would otherwise have it verified by the person who reads that mail and clicks.
 */
export const verifyAddress = errandForAccount(endpoints.verifyAddress, async ({ platform, actor, body, client }) => {
  await limit(platform, rules.linkFrom, [networkOf(client.address)]);
  const account = await platform.db.transaction().execute(async (tx) => {
    const accountId = await redeemLink(tx, "verify", hashToken(body.token));
    if (accountId === null) throw linkNoLongerWorks();
    // Rolls back: somebody else's link is not used up.
    if (accountId !== actor.accountId) throw new Refusal("wrong_account", otherAccount(actor.email));
    const newly = await markVerified(tx, accountId);
    const verified = await findAccount(tx, accountId);
    if (newly) await recordEvent(tx, { type: "account.verified", actor: actorOf(verified), subject: verified.email });
    return verified;
  });
  return answer(200, { account: showAccountRow(account) });
});

const otherAccount = (email: string): string =>
  `This link verifies another account's address. You are signed in as ${email}; sign in to the account you signed up with.`;
