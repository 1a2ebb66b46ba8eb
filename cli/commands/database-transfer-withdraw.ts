import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const databaseTransferWithdraw = command({
  name: "database-transfer-withdraw",
  arguments: [],
  description: "Take back the offer of a database",
  examples: ["--database my-dedicated-db database-transfer-withdraw"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.withdrawTransfer, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.database.name} stays yours, and is offered to nobody`);
  },
});
