import { endpoints, type Closure } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type DatabaseCall, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { AfterCommit } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { findClosure, findReceipt } from "./closure.ts";
import { isOpen, whyNotOn, type CollaboratorRow } from "./collaborator.ts";
import { beginToEnd } from "./ending.ts";
import { findOne } from "./queries.ts";
import { needListed } from "./show.ts";
import { readerOf, viewCollaborator, whyItWaits } from "./view.ts";
import { waitForEnds } from "./wait.ts";

type Revoke = typeof endpoints.revokeCollaborator;

/**
 * Ends an access; by oneself it is leaving. The transaction makes it wanted, the reconciler makes it so and proves it.
 * Asking again while it runs is asking how far it has come.
 */
export const revoke = forDatabase(endpoints.revokeCollaborator, async (call) => {
  const { platform, tx, actor, grant } = call;
  const row = await findAllowed(call);
  if (isOpen(row)) await beginToEnd(tx, row, actor);
  if (row.status === "accepted") await requestReconcile(tx, grant.database.id);
  return new AfterCommit(async () => {
    await waitForEnds(platform, grant, [row]);
    return answer(platform, row.id, actor, grant);
  });
});

/** The row, when the actor may end it; refused with the reason otherwise. */
async function findAllowed({ tx, actor, grant, params }: DatabaseCall<Revoke>): Promise<CollaboratorRow> {
  const row = await findOne(tx, grant.database.id, params.id, actor.accountId);
  if (row === null) throw refusedWithoutRow(params.id, actor, grant);
  const status = isOpen(row) ? row.status : "accepted";
  const reason = whyNotOn({ status, isMe: row.account_id === actor.accountId }, readerOf(grant)).revoke;
  if (reason !== null) throw new Refusal("not_permitted", reason);
  return row;
}

/** The owner has no row of their own; anybody else without one is not on the list. */
export function refusedWithoutRow(id: string, actor: Actor, grant: Grant): Refusal {
  const { name, owner_account_id: ownerId } = grant.database;
  const isMe = id === ownerId ? ownerId === actor.accountId : id === "me" && grant.standing === "owner";
  if (id !== ownerId && !isMe) return new Refusal("not_found", `There is no such collaborator of ${name}.`);
  const reason = whyNotOn({ status: "owner", isMe }, readerOf(grant)).revoke ?? "";
  return new Refusal(isMe ? "owner_cannot_leave" : "not_permitted", reason);
}

async function answer(platform: Platform, id: string, actor: Actor, grant: Grant) {
  const listed = await needListed(platform.db, id, grant);
  const collaborator = viewCollaborator(listed, actor, readerOf(grant));
  if (listed.status !== "ended") {
    return { status: 202, body: { collaborator, waiting: whyItWaits(listed) ?? takesLonger(listed) } } as const;
  }
  const closure: Closure | null = await findClosure(platform.db, id);
  const receipt = closure === null ? null : await findReceipt(platform.db, closure.id);
  return { status: 200, body: { collaborator, closure, receipt } } as const;
}

export const takesLonger = ({ email }: { readonly email: string }): string =>
  `Closing access of ${email} takes longer than usual. It goes on, and the list shows when it has ended.`;
