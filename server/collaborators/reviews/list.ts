import { endpoints } from "@guestlist/contract";
import { forAccount } from "../../accounts/actor.ts";
import { answer } from "../../platform/http/journey.ts";
import { readNumber } from "../../platform/http/page.ts";
import { listReviewRows } from "./queries.ts";
import { viewReview } from "./review.ts";

/** One's own reviews, and those of databases that one owns or manages; discarded ones left out. */
export const listReviews = forAccount(endpoints.listReviews, async ({ tx, actor, query }) => {
  const { limit = 100, cursor } = query;
  const before = readNumber(cursor, 9);
  const rows = await listReviewRows(tx, actor.accountId, { limit: limit + 1, ...(before !== undefined && { before }) });
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? String(shown.at(-1)?.number ?? "") : null;
  return answer(200, { reviews: shown.map((row) => viewReview(row, actor)), next_cursor: next });
});
