import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import { limit, networkOf } from "../platform/rate-limit.ts";
import { hashToken } from "../platform/tokens.ts";
import { linkNoLongerWorks } from "./account-link.ts";
import { actorOf, showAccountRow } from "./account.ts";
import { errandForAnyone } from "./actor.ts";
import { redeemLink } from "./link-queries.ts";
import { findAccount, markVerified } from "./queries.ts";
import { rules } from "./rules.ts";

/** Verifies the address by the mailed link. It signs nobody in: whoever opens the mail need not know the password. */
export const verifyAddress = errandForAnyone(endpoints.verifyAddress, async ({ platform, body, client }) => {
  await limit(platform, rules.linkFrom, [networkOf(client.address)]);
  const account = await platform.db.transaction().execute(async (tx) => {
    const accountId = await redeemLink(tx, "verify", hashToken(body.token));
    if (accountId === null) throw linkNoLongerWorks();
    const newly = await markVerified(tx, accountId);
    const verified = await findAccount(tx, accountId);
    if (newly) await recordEvent(tx, { type: "account.verified", actor: actorOf(verified), subject: verified.email });
    return verified;
  });
  return answer(200, { account: showAccountRow(account) });
});
