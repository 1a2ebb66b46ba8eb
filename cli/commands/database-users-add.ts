import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";

export const databaseUsersAdd = command({
  name: "database-users-add",
  arguments: ["<name>"],
  description: "Make a login for an application; its password is shown this once",
  examples: [
    "--database my-dedicated-db database-users-add orders_worker",
    "--database my-dedicated-db database-users-add reporting --access read-only",
  ],
  options: [["--access <level>", "full (default), read-write or read-only"]],
  async run(context, [name], { access }) {
    const params = { database: context.database };
    const body = { name, ...(access === undefined ? {} : { access }) };
    const answer = (await context.call(endpoints.createDatabaseUser, { params, body })).body;
    if (context.json) return context.out.json(answer);
    const { user, uri } = answer;
    const done = user.state === "ready" ? "has been made" : "is being made";
    context.out.line(
      `-----> The login ${user.name} ${done} on ${await databaseName(context)}, with ${user.access} access`,
    );
    if (user.blocked !== null) context.out.refuse(user.blocked);
    context.out.line("       Your application connects with this URI. It holds a password, and is shown this once:");
    context.out.line(`       ${uri}`);
  },
});
