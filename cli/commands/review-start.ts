import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { printReview } from "./review-show.ts";

export const reviewStart = command({
  name: "review-start",
  arguments: [],
  description: "Start an access review of --database, or of every database you own or manage; or go on with it",
  examples: ["review-start", "--database my-dedicated-db review-start"],
  options: [],
  async run(context) {
    const { databaseIfAny: database } = context;
    const { body } = await context.call(endpoints.startReview, { body: database === undefined ? {} : { database } });
    if (context.json) return context.out.json(body);
    await printReview(context, body);
    context.out.note(
      `       Decide with: ${context.program} review-decide ${body.review.number} EMAIL --keep, or --end`,
    );
  },
});
