import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";

export const databaseRename = command({
  name: "database-rename",
  arguments: ["<new-name>"],
  description: "Rename a database; in PostgreSQL it keeps its name, so that every connection goes on working",
  examples: ["--database my-dedicated-db database-rename orders-production"],
  options: [],
  async run(context, [name]) {
    const params = { database: context.database };
    const before = context.json ? "" : await databaseName(context);
    const { body } = await context.call(endpoints.changeDatabase, { params, body: { name } });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${before} is now called ${body.database.name}`);
    context.out.line(`       In PostgreSQL it is ${body.database.dbname}, as before.`);
  },
});
