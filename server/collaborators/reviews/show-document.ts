import { endpoints } from "@guestlist/contract";
import { forAccount } from "../../accounts/actor.ts";
import { answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { countItems, findDocument, listItems } from "./queries.ts";
import { reviewNumber } from "./review.ts";
import { needReview } from "./show.ts";

/** The document as it was written. Whoever lost the management of one of its databases sees the others on the page only. */
export const showReviewDocument = forAccount(
  endpoints.showReviewDocument,
  async ({ tx, actor, params, answerAsFile }) => {
    const review = await needReview(tx, actor, params.review);
    const document = await findDocument(tx, review.id);
    if (document === null)
      throw new Refusal("review_is_not_complete", "The document is written when the review is finished.");
    const seen = await listItems(tx, review.id, actor.accountId);
    if (seen.length < (await countItems(tx, review.id)))
      throw new Refusal("not_found", "The document names databases whose collaborators you do not manage.");
    answerAsFile(`access-review-${reviewNumber(review.number)}.json`, "application/json; charset=utf-8");
    return answer(200, document);
  },
);
