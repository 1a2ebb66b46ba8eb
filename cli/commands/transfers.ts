import { endpoints, type FormerOwner } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const transfers = command({
  name: "transfers",
  arguments: [],
  description: "List the databases that their owners have offered to you",
  examples: ["transfers"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listTransfers, {});
    if (context.json) return context.out.json(body);
    if (body.transfers.length === 0) return context.out.line("No database is offered to you.");
    const rows = body.transfers.map((one) => [
      one.database.name,
      one.from,
      afterwards[one.former_owner],
      instant(one.offered_at),
    ]);
    const header = ["DATABASE", "OFFERED BY", "WHO THEN", "SINCE"];
    for (const line of await drawTable(header, rows)) context.out.line(line);
  },
});

const afterwards: Record<FormerOwner, string> = { stays: "stays a collaborator", leaves: "leaves" };
