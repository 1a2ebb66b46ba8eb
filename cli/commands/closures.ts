import { endpoints, type Closure } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant, seconds } from "../instants.ts";
import { allPages } from "../pages.ts";
import { drawTable } from "../table.ts";
import { reasonOf, receiptNumber, showClosure } from "./closures-show.ts";

export const closures = command({
  name: "closures",
  arguments: ["[number]"],
  description: "List the closure receipts of a database, the newest first, or show one",
  examples: ["--database my-dedicated-db closures", "--database my-dedicated-db closures 42"],
  options: [],
  async run(context, [number]) {
    if (number !== undefined) return await showClosure(context, number);
    const params = { database: context.database };
    const page = await allPages("closures", (query) => context.call(endpoints.listClosures, { params, query }));
    if (context.json) return context.out.json(page);
    if (page.closures.length === 0) return context.out.line("No access has ended yet.");
    const header = ["RECEIPT", "EMAIL", "REASON", "LAST SESSION GONE", "REFUSED AFTER", "GONE AFTER", "CLEAN-UP"];
    for (const line of await drawTable(header, page.closures.map(rowOf))) context.out.line(line);
    for (const one of page.closures.filter(isCleaning))
      context.out.note(` !     Still cleaning up ${receiptNumber(one.number)}, ${one.email}: ${whatKeepsIt(one)}`);
  },
});

const rowOf = (one: Closure): string[] => [
  receiptNumber(one.number),
  one.email,
  reasonOf(one),
  instant(one.last_session_gone_at),
  seconds(one.refused_after_ms),
  seconds(one.gone_after_ms),
  isCleaning(one) ? "cleaning" : "done",
];

/** The access is closed; what it owned, and its role, are still being taken off the server. */
const isCleaning = ({ login_dropped_at: dropped }: Closure): boolean => dropped === null;
const whatKeepsIt = ({ left_over: left }: Closure): string => (left.length === 0 ? "it has begun." : left.join("; "));
