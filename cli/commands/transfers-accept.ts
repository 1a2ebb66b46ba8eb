import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { whichTransfer } from "../which-transfer.ts";

export const transfersAccept = command({
  name: "transfers-accept",
  arguments: ["[database]"],
  description: "Become the owner of a database that is offered to you: by its name, or the only one",
  examples: ["transfers-accept", "transfers-accept my-dedicated-db"],
  options: [],
  async run(context, [database]) {
    const params = { database: await whichTransfer(context, database) };
    const { body } = await context.call(endpoints.acceptTransfer, { params });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.database.name} is yours`);
  },
});
