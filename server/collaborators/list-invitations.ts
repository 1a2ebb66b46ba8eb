import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { answer } from "../platform/http/journey.ts";
import { viewInvitation } from "./invitation.ts";
import { listOffered } from "./invitation-queries.ts";

/** Invitations that wait for one's verified address. */
export const listInvitations = forAccount(endpoints.listInvitations, async ({ tx, actor }) => {
  const rows = actor.verified ? await listOffered(tx, actor.emailFolded) : [];
  return answer(200, { invitations: rows.map(viewInvitation) });
});
