import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";

export const tokensCreate = command({
  name: "tokens-create",
  arguments: ["<name>"],
  description: "Make an API token and show it, this once",
  examples: ["tokens-create 'nightly report'"],
  options: [],
  async run(context, [name]) {
    const { body } = await context.call(endpoints.createToken, { body: { name } });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> The token ${body.api_token.name}. It is shown this once.`);
    context.out.line(`       ${body.token}`);
  },
});
