import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { UsageFailure } from "../failure.ts";
import { ask, hasTerminal } from "../stdin.ts";

export const databaseUsersDelete = command({
  name: "database-users-delete",
  arguments: ["<name>"],
  description: "End an application's login and drop its role; asks for its name",
  examples: [
    "--database my-dedicated-db database-users-delete reporting",
    "--database my-dedicated-db database-users-delete reporting --confirm reporting",
  ],
  options: [["--confirm <name>", "the login's name, where nobody can be asked for it"]],
  async run(context, [name], options) {
    const confirm = options.confirm ?? (await askForName(context, name));
    const params = { database: context.database, id: name };
    const { status, body } = await context.call(endpoints.deleteDatabaseUser, { params, body: { confirm } });
    const code = status === 200 ? 0 : 1;
    if (context.json) context.out.json(body);
    else if (code === 1) context.out.refuse(body.waiting ?? `${body.user.name} is not deleted yet.`);
    else context.out.line(`-----> The login ${body.user.name} has been deleted, and PostgreSQL refuses it`);
    return code;
  },
});

async function askForName(context: Context, name: string): Promise<string> {
  if (!hasTerminal()) throw new UsageFailure("Nobody can be asked here: add --confirm with the login's name.");
  context.out.note(`       Ends every session of ${name}. What it owns stays in the database.`);
  return (await ask(`Type ${name} to delete it`, "shown")).trim();
}
