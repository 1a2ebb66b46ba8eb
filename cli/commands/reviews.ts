import { endpoints, type Review } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { allPages } from "../pages.ts";
import { drawTable } from "../table.ts";

export const reviews = command({
  name: "reviews",
  arguments: [],
  description: "List access reviews, the newest first",
  examples: ["reviews"],
  options: [],
  async run(context) {
    const page = await allPages("reviews", (query) => context.call(endpoints.listReviews, { query }));
    if (context.json) return context.out.json(page);
    if (page.reviews.length === 0) return context.out.line("No access was reviewed yet.");
    const header = ["REVIEW", "DATABASE", "STATUS", "BY", "STARTED", "KEPT", "ENDED", "LEFT"];
    for (const line of await drawTable(header, page.reviews.map(rowOf))) context.out.line(line);
  },
});

/** `0003` */
export const reviewNumber = (number: number): string => String(number).padStart(4, "0");

const rowOf = (one: Review): string[] => [
  reviewNumber(one.number),
  one.database?.name ?? "all",
  one.status,
  one.reviewer,
  instant(one.started_at),
  String(one.counts.kept),
  String(one.counts.ended),
  String(one.counts.undecided),
];
