import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const databaseTransfer = command({
  name: "database-transfer",
  arguments: ["<email>"],
  description: "Offer a database to one of its collaborators, who becomes its owner by accepting",
  examples: [
    "--database my-dedicated-db database-transfer user@example.com",
    "--database my-dedicated-db database-transfer user@example.com --leave",
  ],
  options: [["--leave", "leave once it is accepted, instead of staying with full access"]],
  async run(context, [email], { leave }) {
    const params = { database: context.database };
    const former = leave === true ? "leaves" : "stays";
    const { body } = await context.call(endpoints.offerTransfer, { params, body: { to: email, former_owner: former } });
    if (context.json) return context.out.json(body);
    const { name, transfer } = body.database;
    context.out.line(`-----> ${name} is offered to ${transfer?.to ?? email}, and yours until they accept`);
    context.out.line(`       Then you ${leave === true ? "leave it" : "stay, with full access"}.`);
  },
});
