import { setTimeout as pause } from "node:timers/promises";
import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { limit, networkOf } from "../platform/rate-limit.ts";
import { mailLink } from "./account-link.ts";
import { errandForAnyone } from "./actor.ts";
import { parseEmail } from "./email-address.ts";
import { findCredentials, lockAccount } from "./queries.ts";
import { rules } from "./rules.ts";

/**
 * Several times as long as mailing a link takes. Only an address that has an account causes writes, and no arrangement
 * of queries hides a commit: so every answer leaves at the same moment instead.
 */
const answerAfterMs = 200;

/** Mails a link to set a new password. The answer, and its time, are the same for every address. */
export const requestReset = errandForAnyone(endpoints.requestReset, async ({ platform, body, client }) => {
  const moment = pause(answerAfterMs);
  const parsed = parseEmail(body.email);
  const folded = "refused" in parsed ? "" : parsed.folded;
  await limit(platform, rules.resetFrom, [networkOf(client.address)]);
  await limit(platform, rules.resetTo, [folded]);
  await mailReset(platform, folded);
  await moment;
  return answer(202, null);
});

async function mailReset(platform: Platform, folded: string): Promise<void> {
  const known = await findCredentials(platform.db, { folded });
  if (known === null) return;
  await platform.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, known.id);
    await mailLink(tx, platform, account, "reset");
  });
}
