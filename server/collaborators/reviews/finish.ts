import { createHash } from "node:crypto";
import { endpoints } from "@guestlist/contract";
import { forAccount, type Actor } from "../../accounts/actor.ts";
import { recordEvent } from "../../events/record.ts";
import { answer } from "../../platform/http/journey.ts";
import type { Platform } from "../../platform/platform.ts";
import { Refusal } from "../../platform/refusal.ts";
import { countItems, holdOpenReview, listItems, markFinished } from "./queries.ts";
import { endedOtherwise, requireAbility, viewItem, type ReviewItemRow, type ReviewRow } from "./review.ts";
import { needReview, readReview } from "./show.ts";

/** Writes the document. From then on the review does not change, and neither does the document. */
export const finishReview = forAccount(endpoints.finishReview, async ({ platform, tx, actor, params }) => {
  const seen = await needReview(tx, actor, params.review);
  if (!(await holdOpenReview(tx, seen.id))) requireAbility(seen, actor, "finish");
  // Again, now that nothing is decided beside it.
  const review = await needReview(tx, actor, seen.id);
  requireAbility(review, actor, "finish");
  const items = await listItems(tx, review.id, actor.accountId);
  const hidden = (await countItems(tx, review.id)) - items.length;
  const at = new Date();
  const text = `${JSON.stringify(documentOf(platform, review, items, { actor, at, hidden }), null, 2)}\n`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  if (!(await markFinished(tx, review.id, { text, sha256, at })))
    throw new Refusal("review_has_ended", "This review has just ended.");
  for (const [databaseId, ofIt] of Map.groupBy(items, (item) => item.database_id)) {
    const data = {
      review_number: review.number,
      kept: ofIt.filter(({ decision }) => decision === "keep").length,
      ended: ofIt.filter(({ decision }) => decision === "end").length,
    };
    await recordEvent(tx, { type: "review.finished", actor, databaseId, data });
  }
  return answer(200, await readReview(tx, actor, review.id));
});

interface Finishing {
  readonly actor: Actor;
  readonly at: Date;
  readonly hidden: number;
}

/** Who decided what, and when, with what they had before their eyes. docs/access-reviews.md names the fields. */
function documentOf(platform: Platform, review: ReviewRow, items: readonly ReviewItemRow[], finishing: Finishing) {
  return {
    format: "guestlist access review 1",
    installation: platform.config.publicUrl.origin,
    review: review.number,
    scope: review.database_name ?? "every database that the reviewer owned or managed",
    reviewer: finishing.actor.email,
    started_at: review.started_at.toISOString(),
    finished_at: finishing.at.toISOString(),
    kept: review.kept,
    ended: review.ended,
    ended_otherwise: review.ended_otherwise,
    not_decided_because_no_longer_managed: finishing.hidden,
    accesses: items.map((item) => {
      const { id: _, ended_otherwise: __, ...facts } = viewItem(item, true);
      return {
        ...facts,
        outcome: outcomeOf(item),
        status_at_finish: item.status,
      };
    }),
  };
}

const outcomeOf = (item: ReviewItemRow): string => {
  if (endedOtherwise(item)) return item.decision === "keep" ? "kept, then ended otherwise" : "ended otherwise";
  return item.decision === "keep" ? "kept" : "ended";
};
