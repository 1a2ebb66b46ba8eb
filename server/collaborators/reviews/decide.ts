import { endpoints } from "@guestlist/contract";
import { forAccount, type AccountCall } from "../../accounts/actor.ts";
import type { Grant } from "../../databases/grant.ts";
import { permit } from "../../databases/permit.ts";
import { requestReconcile } from "../../databases/request-reconcile.ts";
import { recordEvent } from "../../events/record.ts";
import { AfterCommit, answer } from "../../platform/http/journey.ts";
import type { Platform } from "../../platform/platform.ts";
import { Refusal } from "../../platform/refusal.ts";
import type { Actor } from "../../accounts/actor.ts";
import { findClosure, findReceipt } from "../closure.ts";
import { isOpen, type CollaboratorRow } from "../collaborator.ts";
import { beginToEnd } from "../ending.ts";
import { findOne } from "../queries.ts";
import { takesLonger } from "../revoke.ts";
import { needListed } from "../show.ts";
import { readerOf, viewCollaborator, whyItWaits } from "../view.ts";
import { waitForEnds } from "../wait.ts";
import { holdOpenReview, listItems, setDecision } from "./queries.ts";
import { factsOf, requireAbility, reviewNumber, viewItem, type ReviewItemRow, type ReviewRow } from "./review.ts";
import { needReview } from "./show.ts";

type Decide = AccountCall<typeof endpoints.decideReview>;

/**
 * Keep or end, for one access of an open review. The end is the same as a revoke by hand: decision, status and event in one
 * transaction, then the wait for the closure. Deciding the same again is asking how far it has come.
 */
export const decideReview = forAccount(endpoints.decideReview, async (call) => {
  const { platform, tx, actor, body } = call;
  const review = await needReview(tx, actor, call.params.review);
  requireAbility(review, actor, "decide");
  if (!(await holdOpenReview(tx, review.id))) throw new Refusal("review_has_ended", "This review has just ended.");
  const [item] = await listItems(tx, review.id, actor.accountId, body.item);
  if (item === undefined) throw new Refusal("not_found", "There is no such access in this review.", "item");
  const grant = await permit(tx, actor, "collaborators.manage", item.database_id);
  const status = item.decision === body.decision ? item.status : await decide(call, review, item, grant);
  if (body.decision === "keep") {
    const [kept] = await listItems(tx, review.id, actor.accountId, item.id);
    return answer(200, { item: viewItem(kept ?? item, false), ended: null });
  }
  return new AfterCommit(async () => {
    await waitForEnds(platform, grant, [{ id: item.collaborator_id, status }]);
    return tellEnded(platform, review, item, actor, grant);
  });
});

/** @returns the status that the access had, held since: the list was read before */
async function decide(
  { tx, actor, body }: Decide,
  review: ReviewRow,
  item: ReviewItemRow,
  { database }: Grant,
): Promise<string> {
  const row = await findOne(tx, item.database_id, item.collaborator_id, actor.accountId);
  if (row === null || !isOpen(row)) throw alreadyEnded(item, review);
  if (!(await setDecision(tx, item.id, body.decision, factsOf(item))))
    throw new Refusal(
      "already_decided",
      `In review ${reviewNumber(review.number)} the access of ${item.email} was ended.`,
    );
  const data = { review_number: review.number, decision: body.decision };
  await recordEvent(tx, { type: "review.decided", actor, subject: item.email, databaseId: database.id, data });
  if (body.decision === "end") await end(tx, row, actor);
  return row.status;
}

async function end(tx: Decide["tx"], row: CollaboratorRow, actor: Actor): Promise<void> {
  await beginToEnd(tx, row, actor);
  if (row.status === "accepted") await requestReconcile(tx, row.database_id);
}

const alreadyEnded = (item: ReviewItemRow, review: ReviewRow): Refusal =>
  item.decision === "end"
    ? new Refusal("already_decided", `In review ${reviewNumber(review.number)} the access of ${item.email} was ended.`)
    : new Refusal("already_decided", `The access of ${item.email} has ended meanwhile: there is nothing to decide.`);

async function tellEnded(platform: Platform, review: ReviewRow, item: ReviewItemRow, actor: Actor, grant: Grant) {
  const { db } = platform;
  const listed = await needListed(db, item.collaborator_id, grant);
  const collaborator = viewCollaborator(listed, actor, readerOf(grant));
  const [after] = await listItems(db, review.id, actor.accountId, item.id);
  const shown = viewItem(after ?? item, false);
  if (listed.status !== "ended") {
    const waiting = whyItWaits(listed) ?? takesLonger(listed);
    return { status: 202, body: { item: shown, collaborator, waiting } } as const;
  }
  const closure = await findClosure(db, item.collaborator_id);
  const receipt = closure === null ? null : await findReceipt(db, closure.id);
  return { status: 200, body: { item: shown, ended: { collaborator, closure, receipt } } } as const;
}
