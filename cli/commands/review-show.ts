import { endpoints, type AnswerOf, type ReviewItem } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";
import { reviewNumber } from "./reviews.ts";

export const reviewShow = command({
  name: "review-show",
  arguments: ["<review>"],
  description: "Show an access review: what one needs to decide, and what was decided",
  examples: ["review-show 3", "review-show 3 --document > access-review-0003.json"],
  options: [["--document", "print the document of a finished review, byte for byte"]],
  async run(context, [review], { document }) {
    const params = { review };
    if (document === true) return context.out.text((await context.call(endpoints.showReviewDocument, { params })).body);
    const { body } = await context.call(endpoints.showReview, { params });
    if (context.json) return context.out.json(body);
    await printReview(context, body);
  },
});

type ReviewAnswer = AnswerOf<typeof endpoints.showReview>["body"];

export async function printReview(context: Context, { review, items }: ReviewAnswer): Promise<void> {
  const header = ["EMAIL", "DATABASE", "ACCESS", "SINCE", "LAST LOGIN", "INVITED BY", "DECISION"];
  for (const line of await drawTable(header, items.map(rowOf))) context.out.line(line);
  const { counts, status } = review;
  context.out.line(
    `-----> Access review ${reviewNumber(review.number)} is ${status}: ${counts.kept} kept, ${counts.ended} ended, ${counts.undecided} to decide`,
  );
}

const rowOf = (one: ReviewItem): string[] => [
  one.email,
  one.database.name,
  one.access,
  instant(one.accepted_at ?? one.invited_at),
  lastLogin(one),
  one.invited_by ?? "n/a",
  decisionOf(one),
];

/** Nothing is known of before the login was made. */
function lastLogin({ last_login_at: last, watched_since: since }: ReviewItem): string {
  if (last !== null) return instant(last);
  return since === null ? "no login yet" : `not seen since ${instant(since)}`;
}

const decisionOf = (one: ReviewItem): string =>
  one.ended_otherwise
    ? "ended otherwise"
    : `${one.decision ?? ""}${one.closure_number === null ? "" : `, receipt ${reviewNumber(one.closure_number)}`}`;
