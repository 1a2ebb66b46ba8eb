import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { reviewNumber } from "./reviews.ts";

export const reviewFinish = command({
  name: "review-finish",
  arguments: ["<review>"],
  description: "Finish an access review: its document is kept, and does not change any more",
  examples: ["review-finish 3"],
  options: [],
  async run(context, [review]) {
    const { body } = await context.call(endpoints.finishReview, { params: { review } });
    if (context.json) return context.out.json(body);
    const { counts, document_sha256: sha256, number } = body.review;
    context.out.line(
      `-----> Access review ${reviewNumber(number)} is finished: ${counts.kept} kept, ${counts.ended} ended`,
    );
    context.out.line(`       SHA-256 of its document  ${sha256 ?? "n/a"}`);
    context.out.note(`       Save it with: ${context.program} review-show ${number} --document`);
  },
});
