import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { whichTransfer } from "../which-transfer.ts";

export const transfersDecline = command({
  name: "transfers-decline",
  arguments: ["[database]"],
  description: "Leave a database that is offered to you with its owner",
  examples: ["transfers-decline my-dedicated-db"],
  options: [],
  async run(context, [database]) {
    const params = { database: await whichTransfer(context, database) };
    const { body } = await context.call(endpoints.declineTransfer, { params });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.database.name} stays with ${body.database.owner.email}`);
  },
});
