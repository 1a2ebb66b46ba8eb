import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { limit } from "../platform/rate-limit.ts";
import { mailLink } from "./account-link.ts";
import { errandForAccount } from "./actor.ts";
import { lockAccount } from "./queries.ts";
import { rules } from "./rules.ts";

/** Mails a new verification link; nothing when the address is verified already. */
export const resendVerification = errandForAccount(endpoints.resendVerification, async ({ platform, actor }) => {
  if (!actor.verified) {
    await limit(platform, rules.verificationTo, [actor.accountId]);
    await platform.db.transaction().execute(async (tx) => {
      const account = await lockAccount(tx, actor.accountId);
      if (account.email_verified_at === null) await mailLink(tx, platform, account, "verify");
    });
  }
  return answer(202, null);
});
