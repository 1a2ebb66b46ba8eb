import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { UsageFailure } from "../failure.ts";

export const accountUpdate = command({
  name: "account-update",
  arguments: [],
  description: "Change your username; the names of your database logins stay",
  examples: ["account-update --username camille"],
  options: [["--username <name>", "2 to 39 letters, digits, dots, dashes and underscores"]],
  async run(context, _, { username }) {
    if (username === undefined) throw new UsageFailure("Say what to change: --username NAME.");
    const { body } = await context.call(endpoints.changeAccount, { body: { username } });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.account.email} is called ${body.account.username}`);
  },
});
