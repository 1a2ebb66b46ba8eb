import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { UsageFailure } from "../failure.ts";
import { ask, hasTerminal } from "../stdin.ts";

export const databaseDelete = command({
  name: "database-delete",
  arguments: ["<name>"],
  description: "End every access to a database and take it off Guestlist; asks for its name",
  examples: [
    "database-delete my-dedicated-db",
    "database-delete my-dedicated-db --confirm my-dedicated-db --data drop",
  ],
  options: [
    ["--confirm <name>", "the database's name, where nobody can be asked for it"],
    ["--data <what>", "keep the data in PostgreSQL (default), or drop it", ["keep", "drop"]],
  ],
  async run(context, [database], options) {
    const data = options.data === "drop" ? "drop" : "keep";
    const confirm = options.confirm ?? (await askForName(context, database, data));
    const input = { params: { database }, query: { data }, body: { confirm } } as const;
    const { status, body } = await context.call(endpoints.deleteDatabase, input);
    const code = status === 200 ? 0 : 1;
    if (context.json) context.out.json(body);
    else if (code === 1) context.out.refuse(body.waiting ?? `${body.database.name} is not deleted yet.`);
    else context.out.line(`-----> ${body.database.name} ${done[data]}`);
    return code;
  },
});

const done = { keep: "has been deleted here; its data is kept", drop: "has been deleted with its data" } as const;

async function askForName(context: Context, database: string, data: "keep" | "drop"): Promise<string> {
  if (!hasTerminal()) throw new UsageFailure(`Nobody can be asked here: add --confirm with the database's name.`);
  const { name, people } = (await context.call(endpoints.showDatabase, { params: { database } })).body.database;
  context.out.note(`       Ends the access of everybody on ${name} (${people.can_log_in} can log in, owner included).`);
  if (data === "drop") context.out.note(`       Its data is dropped in PostgreSQL.`);
  return (await ask(`Type ${name} to delete it`, "shown")).trim();
}
