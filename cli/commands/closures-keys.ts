import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { Failure } from "../failure.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const closuresKeys = command({
  name: "closures keys",
  arguments: ["[key]"],
  description: "List the installation's public keys that check receipts, or print one in PEM form",
  examples: ["closures keys", "closures keys a91f03c7 > guestlist.pem"],
  options: [],
  async run(context, [start]) {
    const { body } = await context.callAsAnyone(endpoints.listClosureKeys, {});
    if (start === undefined) {
      if (context.json) return context.out.json(body);
      const rows = body.keys.map((one) => [
        one.key_id,
        instant(one.created_at),
        one.retired_at === null ? "signs" : `until ${instant(one.retired_at)}`,
      ]);
      for (const line of await drawTable(["KEY", "MADE", "IN USE"], rows)) context.out.line(line);
      return;
    }
    const [key, another] = body.keys.filter((one) => one.key_id.startsWith(start.toLowerCase()));
    if (key === undefined) throw new Failure("not_found", `${context.url} has no key that begins with ${start}.`);
    if (another !== undefined) throw new Failure("not_found", `Several keys of ${context.url} begin with ${start}.`);
    if (context.json) return context.out.json({ key });
    for (const line of key.public_key.trimEnd().split("\n")) context.out.line(line);
  },
});
