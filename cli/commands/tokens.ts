import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const tokens = command({
  name: "tokens",
  arguments: [],
  description: "List the API tokens of your account",
  examples: ["tokens"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listTokens, {});
    if (context.json) return context.out.json(body);
    const rows = body.tokens.map((one) => [
      one.id,
      one.name,
      `${one.hint}…`,
      instant(one.created_at),
      one.last_used_at === null ? "never" : instant(one.last_used_at),
    ]);
    for (const line of await drawTable(["ID", "NAME", "TOKEN", "CREATED", "LAST USED"], rows)) context.out.line(line);
  },
});
