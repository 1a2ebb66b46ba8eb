import { endpoints, type AccessPeriod } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";
import { receiptNumber } from "./closures-show.ts";

export const accessTimeline = command({
  name: "access-timeline",
  arguments: [],
  description: "Tell who had access to a database when, the newest first",
  examples: ["--database my-dedicated-db access-timeline"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.showAccessTimeline, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    for (const line of await drawTable(["EMAIL", "ACCESS", "FROM", "TO", "RECEIPT"], body.periods.map(rowOf)))
      context.out.line(line);
    if (body.truncated) context.out.note("       There were more before that.");
  },
});

const rowOf = (one: AccessPeriod): string[] => [
  one.email,
  one.status === "owner" ? "owner" : one.access,
  instant(one.from),
  one.to === null ? (one.status === "revoking" ? "being closed" : "now") : instant(one.to),
  one.closure_number === null ? "n/a" : receiptNumber(one.closure_number),
];
