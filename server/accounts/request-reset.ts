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

/** Mails a link to set a new password. The answer, and its time, are the same for every address. */
export const requestReset = errandForAnyone(endpoints.requestReset, async ({ platform, body, client, requestId }) => {
  const parsed = parseEmail(body.email);
  const folded = "refused" in parsed ? "" : parsed.folded;
  await limit(platform, rules.resetFrom, [networkOf(client.address)]);
  await limit(platform, rules.resetTo, [folded]);
  mailReset(platform, folded).catch((error: unknown) =>
    platform.log.error({ request_id: requestId, error: (error as Error).message }, "a reset could not be mailed"),
  );
  await pause(answerAfterMs);
  return answer(202, null);
});

/**
 * Only an address that has an account causes writes, and no arrangement of queries hides a commit: so the answer leaves
 * at its own moment, by which the link is nearly always in the queue, and never later because of it.
 */
const answerAfterMs = 200;

async function mailReset(platform: Platform, folded: string): Promise<void> {
  const known = await findCredentials(platform.db, { folded });
  if (known === null) return;
  await platform.db.transaction().execute(async (tx) => {
    const account = await lockAccount(tx, known.id);
    await mailLink(tx, platform, account, "reset");
  });
}
