import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const reviewDiscard = command({
  name: "review-discard",
  arguments: ["<review>"],
  description: "Give an open access review up; what it has ended stays ended",
  examples: ["review-discard 3"],
  options: [],
  async run(context, [review]) {
    await context.call(endpoints.discardReview, { params: { review } });
    if (context.json) return context.out.json(null);
    context.out.line(`-----> Access review ${review} has been discarded`);
  },
});
