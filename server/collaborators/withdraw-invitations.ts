import type { Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { withdrawMail } from "../platform/mail/queries.ts";
import { mailCause } from "./invitation.ts";
import { endInvitationsOf, type Inviters } from "./invitation-queries.ts";

/**
 * Invitations die with their inviter's right to invite: nobody may come in on the word of somebody who could not give it
 * today. `actor` is who took that right; nobody, when its time was over.
 * @returns the addresses, in the order in which they were invited
 */
export async function withdrawInvitations(
  tx: Tx,
  databaseId: string,
  inviters: Inviters,
  actor?: Pick<Actor, "accountId" | "email">,
): Promise<string[]> {
  const ended = await endInvitationsOf(tx, databaseId, inviters, actor?.accountId ?? null);
  for (const sent of ended) {
    await withdrawMail(tx, mailCause(sent));
    await recordEvent(tx, { type: "invitation.withdrawn", ...(actor && { actor }), databaseId, subject: sent.email });
  }
  return ended.map(({ email }) => email);
}
