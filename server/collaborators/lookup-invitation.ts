import { endpoints } from "@guestlist/contract";
import { forAnyone, type Actor } from "../accounts/actor.ts";
import { hashToken } from "../platform/tokens.ts";
import { answer } from "../platform/http/journey.ts";
import { needByToken } from "./find-offer.ts";
import { noLongerWorks, viewInvitation } from "./invitation.ts";
import { hasAccount } from "./queries.ts";
import { type OfferedRow } from "./invitation-queries.ts";

/** What a link offers and where its reader stands. Mail scanners may follow it: nothing is used up. */
export const lookupInvitation = forAnyone(endpoints.lookupInvitation, async ({ tx, actor, body }) => {
  const offer = await needByToken(tx, body.token);
  if (offer.status !== "pending" || offer.invitation_expires_at <= new Date()) throw noLongerWorks(offer.inviter_email);
  const mailed = offer.token_hash?.equals(hashToken(body.token)) ?? false;
  return answer(200, {
    invitation: viewInvitation(offer),
    link: mailed ? "mailed" : "copied",
    signed_in_as: standingOf(offer, actor),
    // Whoever holds the mailed link reads that mailbox; to others it is not told whether there is an account.
    account_exists: mailed ? await hasAccount(tx, offer.email_folded) : null,
  });
});

function standingOf(offer: OfferedRow, actor: Actor | null): "nobody" | "invited" | "invited_unverified" | "other" {
  if (actor === null) return "nobody";
  if (actor.emailFolded !== offer.email_folded) return "other";
  return actor.verified ? "invited" : "invited_unverified";
}
