import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { limit, networkOf } from "../platform/rate-limit.ts";
import { hashToken } from "../platform/tokens.ts";
import { linkNoLongerWorks } from "./account-link.ts";
import { actorOf, showAccountRow, type AccountRow } from "./account.ts";
import { errandForAnyone } from "./actor.ts";
import { killLinks, peekLink, redeemLink } from "./link-queries.ts";
import { hashPassword, requireStrongPassword } from "./password.ts";
import { findAccount, markVerified, replacePassword } from "./queries.ts";
import { deleteSessionsOf, endTokensOf } from "./actor-queries.ts";
import { rules } from "./rules.ts";

/** Sets a new password by the mailed link, and ends everything that the old one had opened. Signs nobody in. */
export const confirmReset = errandForAnyone(endpoints.confirmReset, async ({ platform, body, client }) => {
  await limit(platform, rules.linkFrom, [networkOf(client.address)]);
  const tokenHash = hashToken(body.token);
  const person = await peekLink(platform.db, "reset", tokenHash);
  if (person === null) throw linkNoLongerWorks();
  // A weak password uses nothing up.
  await requireStrongPassword(body.password, [person.email, person.username]);
  const passwordHash = await hashPassword(body.password);
  const account = await platform.db.transaction().execute(async (tx) => {
    const accountId = await redeemLink(tx, "reset", tokenHash);
    if (accountId === null) throw linkNoLongerWorks();
    return resetPassword(tx, accountId, passwordHash);
  });
  return answer(200, { account: showAccountRow(account) });
});

async function resetPassword(tx: Tx, accountId: string, passwordHash: string): Promise<AccountRow> {
  // First the account's row, where a sign-in or a new token of the same moment waits, and then finds the change.
  const account = await replacePassword(tx, accountId, passwordHash);
  if (account === null) throw linkNoLongerWorks();
  await deleteSessionsOf(tx, accountId);
  const tokens = await endTokensOf(tx, accountId);
  await killLinks(tx, accountId, "reset");
  const about = { actor: actorOf(account), subject: account.email };
  // The link came to the address, so it proves it as well.
  if (await markVerified(tx, accountId)) await recordEvent(tx, { type: "account.verified", ...about });
  await recordEvent(tx, { type: "account.password_changed", ...about });
  for (const { name } of tokens) await recordEvent(tx, { type: "account.token_ended", ...about, data: { name } });
  return findAccount(tx, accountId);
}
