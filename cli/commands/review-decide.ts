import { endpoints, type ReviewItem } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { Failure, UsageFailure } from "../failure.ts";

export const reviewDecide = command({
  name: "review-decide",
  arguments: ["<review>", "<email>"],
  description: "Keep an access of a review, or end it in PostgreSQL too",
  examples: [
    "review-decide 3 user@example.com --keep",
    "--database my-dedicated-db review-decide 3 user@example.com --end",
  ],
  options: [
    ["--keep", "still needed"],
    ["--end", "not needed any more: revoked, as by collaborators-remove"],
  ],
  async run(context, [review, email], { keep, end }) {
    if ((keep === true) === (end === true)) throw new UsageFailure("Say --keep or --end.");
    const item = await findItem(context, review, email);
    const body = { item: item.id, decision: end === true ? "end" : "keep" } as const;
    const answer = await context.call(endpoints.decideReview, { params: { review }, body });
    if (context.json) context.out.json(answer.body);
    else if (answer.status === 202) context.out.refuse(answer.body.waiting);
    else context.out.line(done(item, body.decision));
    return answer.status === 200 ? 0 : 1;
  },
});

const done = ({ email, database: { name } }: ReviewItem, decision: "keep" | "end"): string =>
  decision === "keep"
    ? `-----> ${email} keeps access to ${name}`
    : `-----> ${email} has been removed from the collaborators of ${name}`;

async function findItem(context: Context, review: string, email: string): Promise<ReviewItem> {
  const { items } = (await context.call(endpoints.showReview, { params: { review } })).body;
  const { databaseIfAny: named } = context;
  const meant = items.filter(
    ({ email: address, database }) =>
      address.toLowerCase() === email.trim().toLowerCase() &&
      (named === undefined || named === database.name || named === database.id),
  );
  const [only, another] = meant;
  if (only === undefined) throw new Failure("not_found", `${email} is not in this review.`);
  if (another !== undefined) {
    const names = meant.map(({ database }) => database.name).join(", ");
    throw new Failure("not_found", `${email} has access to ${names}. Which one? Add --database NAME.`);
  }
  return only;
}
