import { endpoints } from "@guestlist/contract";
import { forAccount } from "../../accounts/actor.ts";
import { recordEvent } from "../../events/record.ts";
import { answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { listItems, markDiscarded } from "./queries.ts";
import { requireAbility } from "./review.ts";
import { needReview } from "./show.ts";

/** Gives an open review up. What it has ended stays ended; the events go on telling what was decided. */
export const discardReview = forAccount(endpoints.discardReview, async ({ tx, actor, params }) => {
  const review = await needReview(tx, actor, params.review);
  requireAbility(review, actor, "discard");
  const items = await listItems(tx, review.id, actor.accountId);
  if (!(await markDiscarded(tx, review.id))) throw new Refusal("review_has_ended", "This review has just ended.");
  for (const databaseId of new Set(items.map((item) => item.database_id))) {
    const data = { review_number: review.number };
    await recordEvent(tx, { type: "review.discarded", actor, databaseId, data });
  }
  return answer(204, null);
});
