import { endpoints, type Closure } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type DatabaseCall, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { AfterCommit } from "../platform/http/journey.ts";
import { withdrawMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { findClosure } from "./closure.ts";
import { whyNotOn, type CollaboratorRow } from "./collaborator.ts";
import { mailCause } from "./invitation.ts";
import { endInvitation, findOne, markRevoking, withdrawInvitationsOf } from "./queries.ts";
import { needListed } from "./show.ts";
import { readerOf, viewCollaborator, whyItWaits } from "./view.ts";
import { waitForReconciler } from "./wait.ts";

type Revoke = typeof endpoints.revokeCollaborator;

/**
 * Ends an access; by oneself it is leaving. The transaction makes it wanted, the reconciler makes it so and proves it.
 * Asking again while it runs is asking how far it has come.
 */
export const revoke = forDatabase(endpoints.revokeCollaborator, async (call) => {
  const { platform, tx, actor, grant } = call;
  const row = await findAllowed(call);
  if (row.status === "pending") await withdraw(tx, row, actor);
  if (row.status === "accepted") await startRevoking(tx, row, actor, grant);
  return new AfterCommit(async () => {
    if (row.status !== "pending")
      await waitForReconciler(platform, grant, row.id, (listed) => listed.status === "ended");
    return answer(platform, row.id, actor, grant);
  });
});

/** The row, when the actor may end it; refused with the reason otherwise. */
async function findAllowed({ tx, actor, grant, params }: DatabaseCall<Revoke>): Promise<CollaboratorRow> {
  const own = params.id === "me" && grant.standing === "owner" ? actor.accountId : params.id;
  const row = await findOne(tx, grant.database.id, own, actor.accountId);
  const listed = await needListed(tx, row?.id ?? own, grant);
  const running = listed.status === "revoking" || listed.status === "ended";
  const reason = whyNotOn(
    { status: running ? "accepted" : listed.status, isMe: listed.account_id === actor.accountId },
    readerOf(grant),
  ).revoke;
  if (listed.is_owner)
    throw new Refusal(listed.account_id === actor.accountId ? "owner_cannot_leave" : "not_permitted", reason ?? "");
  if (row === null || reason !== null) throw new Refusal("not_permitted", reason ?? "This access cannot be ended.");
  return row;
}

async function withdraw(tx: Tx, row: CollaboratorRow, actor: Actor): Promise<void> {
  const ended = await endInvitation(tx, row.id, "withdrawn", actor.accountId);
  if (ended === null) throw justChanged(row);
  await withdrawMail(tx, mailCause(row));
  await recordEvent(tx, { type: "invitation.withdrawn", actor, subject: row.email, databaseId: row.database_id });
}

/** Their own pending invitations die with their access: nobody may come in on the word of somebody who is out. */
async function startRevoking(tx: Tx, row: CollaboratorRow, actor: Actor, grant: Grant): Promise<void> {
  const leaving = row.account_id === actor.accountId;
  const revoking = await markRevoking(tx, row.id, leaving ? "left" : "revoked", actor.accountId);
  if (revoking === null) throw justChanged(row);
  await recordEvent(tx, {
    type: leaving ? "collaborator.left" : "collaborator.revoking",
    actor,
    subject: row.email,
    databaseId: row.database_id,
  });
  for (const invited of await withdrawInvitationsOf(tx, row.database_id, row.account_id ?? "")) {
    await withdrawMail(tx, mailCause(invited));
    await recordEvent(tx, { type: "invitation.withdrawn", actor, subject: invited.email, databaseId: row.database_id });
  }
  await requestReconcile(tx, grant.database.id);
}

const justChanged = (row: CollaboratorRow): Refusal =>
  new Refusal("being_revoked", `${row.email} has changed at this very moment. Look at the list and try again.`);

async function answer(platform: Platform, id: string, actor: Actor, grant: Grant) {
  const listed = await needListed(platform.db, id, grant);
  const collaborator = viewCollaborator(listed, actor, readerOf(grant));
  if (listed.status !== "ended") {
    const waiting =
      whyItWaits(listed) ??
      `Closing access of ${listed.email} takes longer than usual. It goes on, and the list shows when it has ended.`;
    return { status: 202, body: { collaborator, waiting } } as const;
  }
  const closure: Closure | null = await findClosure(platform.db, id);
  return { status: 200, body: { collaborator, closure } } as const;
}
