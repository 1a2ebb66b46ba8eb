import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { recordEvent } from "../events/record.ts";
import { withdrawMail } from "../platform/mail/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { answer } from "../platform/http/journey.ts";
import { expiryFrom, mailCause, mailInvitation } from "./invitation.ts";
import { findOne } from "./queries.ts";
import { renewInvitation } from "./invitation-queries.ts";
import { needListed, showListed } from "./show.ts";

/** Sends the invitation again, for another seven days; the links before stop working. */
export const resend = forDatabase(endpoints.resendInvitation, async ({ platform, tx, actor, grant, params }) => {
  const before = await findOne(tx, grant.database.id, params.id, actor.accountId);
  const now = new Date();
  if (before?.status === "pending" && before.until !== null && before.until <= now)
    throw new Refusal(
      "invalid_until",
      `The access of ${before.email} would have ended already. Set another end first.`,
    );
  if (before !== null) await withdrawMail(tx, mailCause(before));
  const token = newToken("gli");
  const mailed = { tokenHash: hashToken(token), sentAt: now, expiresAt: expiryFrom(now, before?.until ?? null) };
  const row = before && (await renewInvitation(tx, before.id, mailed));
  if (row === null) throw notPending((await needListed(tx, params.id, grant)).email);
  await recordEvent(tx, {
    type: "invitation.resent",
    actor,
    subject: row.email,
    databaseId: row.database_id,
    data: { expires_at: row.invitation_expires_at.toISOString() },
  });
  await mailInvitation(tx, platform, row, token, actor.email, grant.database.name);
  return answer(200, { collaborator: await showListed(tx, row.id, actor, grant) });
});

export const notPending = (email: string): Refusal =>
  new Refusal("not_pending", `${email} has no invitation that waits.`);
