import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { recordEvent } from "../events/record.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { answer } from "../platform/http/journey.ts";
import { invitationLink } from "./invitation.ts";
import { findOne } from "./queries.ts";
import { setCopiedLink } from "./invitation-queries.ts";
import { notPending } from "./resend.ts";
import { needListed } from "./show.ts";

/** A link to pass on by hand. It proves no address, so it opens only to an account whose address was verified. */
export const copyLink = forDatabase(endpoints.copyInvitationLink, async ({ platform, tx, actor, grant, params }) => {
  const token = newToken("gli");
  const before = await findOne(tx, grant.database.id, params.id, actor.accountId);
  const row = before && (await setCopiedLink(tx, before.id, hashToken(token)));
  if (row === null) throw notPending((await needListed(tx, params.id, grant)).email);
  await recordEvent(tx, { type: "invitation.link_copied", actor, subject: row.email, databaseId: row.database_id });
  return answer(201, { url: invitationLink(platform, token), expires_at: row.invitation_expires_at.toISOString() });
});
