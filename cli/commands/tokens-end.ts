import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { Failure } from "../failure.ts";

export const tokensEnd = command({
  name: "tokens-end",
  arguments: ["<token>"],
  description: "End an API token, by its id or its name",
  examples: ["tokens-end 'nightly report'"],
  options: [],
  async run(context, [typed]) {
    const { tokens } = (await context.call(endpoints.listTokens, {})).body;
    const meant = tokens.filter((one) => one.id === typed || one.name === typed);
    const [only, another] = meant;
    if (only === undefined) throw new Failure("not_found", `${typed} is none of your API tokens.`);
    if (another !== undefined) {
      throw new Failure(
        "not_found",
        `${meant.length} tokens are named ${typed}. Which one? ${meant.map((one) => one.id).join(", ")}`,
      );
    }
    await context.call(endpoints.endToken, { params: { id: only.id } });
    if (context.json) return context.out.json(null);
    context.out.line(`-----> The token ${only.name} has been ended`);
  },
});
