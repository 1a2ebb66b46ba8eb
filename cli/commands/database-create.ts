import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const databaseCreate = command({
  name: "database-create",
  arguments: ["<name>"],
  description: "Create a database on the configured server",
  examples: ["database-create my-dedicated-db"],
  options: [],
  async run(context, [name]) {
    const { body } = await context.call(endpoints.createDatabase, { body: { name } });
    if (context.json) return context.out.json(body);
    const { database, connection_uri } = body;
    const done = database.state === "making" ? "is being created" : "has been created";
    context.out.line(`-----> ${database.name} ${done}`);
    if (connection_uri !== null) {
      context.out.line("       Your application connects with this URI. It holds a password, and is shown this once:");
      context.out.line(`       ${connection_uri}`);
    }
    if (database.blocked === null) return 0;
    context.out.refuse(database.blocked);
    return 1;
  },
});
