import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { findOffer } from "./find-offer.ts";
import { decideAnswer, noLongerWorks } from "./invitation.ts";
import { endInvitation } from "./invitation-queries.ts";

/** Declines; the inviter sees it in the database's activity. */
export const decline = forAccount(endpoints.declineInvitation, async ({ tx, actor, body }) => {
  const offer = decideAnswer(await findOffer(tx, body, actor), actor, new Date());
  const row = await endInvitation(tx, offer.id, "declined", actor.accountId);
  if (row === null) throw noLongerWorks(offer.inviter_email);
  await recordEvent(tx, { type: "invitation.declined", actor, subject: row.email, databaseId: row.database_id });
  return answer(200, { declined: true, database_name: offer.database_name });
});
