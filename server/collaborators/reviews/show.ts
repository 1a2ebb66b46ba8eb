import { endpoints } from "@guestlist/contract";
import { forAccount, type Actor } from "../../accounts/actor.ts";
import { looksLikeId } from "../../databases/queries.ts";
import type { Reader } from "../../platform/control-database.ts";
import { answer } from "../../platform/http/journey.ts";
import { Refusal } from "../../platform/refusal.ts";
import { countItems, findReview, listItems } from "./queries.ts";
import { viewItem, viewReview, type ReviewRow } from "./review.ts";

/** One review with its accesses. */
export const showReview = forAccount(endpoints.showReview, async ({ tx, actor, params }) =>
  answer(200, await readReview(tx, actor, params.review)),
);

export async function readReview(db: Reader, actor: Actor, reference: string) {
  const row = await needReview(db, actor, reference);
  const items = await listItems(db, row.id, actor.accountId);
  return {
    review: viewReview(row, actor),
    items: items.map((item) => viewItem(item, row.status !== "open")),
    hidden: (await countItems(db, row.id)) - items.length,
  };
}

/** By id or number. @throws Refusal `not_found`, also where it is somebody else's */
export async function needReview(db: Reader, actor: Actor, reference: string): Promise<ReviewRow> {
  const row = looksLikeId(reference)
    ? await findReview(db, actor.accountId, { id: reference })
    : /^\d{1,9}$/.test(reference)
      ? await findReview(db, actor.accountId, { number: Number(reference) })
      : null;
  if (row === null) throw new Refusal("not_found", "There is no such access review that you may see.");
  return row;
}
