import { endpoints } from "@guestlist/contract";
import { forAccount } from "../../accounts/actor.ts";
import { answer } from "../../platform/http/journey.ts";
import { listReviewRows } from "./queries.ts";
import { viewReview } from "./review.ts";

/** One's own reviews, and those of databases that one owns or manages; discarded ones left out. */
export const listReviews = forAccount(endpoints.listReviews, async ({ tx, actor, query }) => {
  const { limit = 100, cursor } = query;
  const before = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? { before: Number(cursor) } : {};
  const rows = await listReviewRows(tx, actor.accountId, { limit: limit + 1, ...before });
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? String(shown.at(-1)?.number ?? "") : null;
  return answer(200, { reviews: shown.map((row) => viewReview(row, actor)), next_cursor: next });
});
