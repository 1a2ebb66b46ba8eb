import { endpoints, roleOfAccess, type Database } from "@guestlist/contract";
import { command } from "../command.ts";
import { allPages } from "../pages.ts";
import { drawTable } from "../table.ts";

export const databases = command({
  name: "databases",
  arguments: [],
  description: "List the databases you own or may use",
  examples: ["databases"],
  options: [],
  async run(context) {
    const page = await allPages("databases", (query) => context.call(endpoints.listDatabases, { query }));
    if (context.json) return context.out.json(page);
    if (page.databases.length === 0) {
      return context.out.line(`No databases yet. Create one with: ${context.program} database-create NAME`);
    }
    for (const line of await drawTable(["NAME", "OWNER", "ROLE", "STATE"], page.databases.map(rowOf))) {
      context.out.line(line);
    }
  },
});

const rowOf = (one: Database): string[] => [
  one.name,
  one.owner.email,
  one.standing === "owner" ? "owner" : roleOfAccess[one.standing],
  stateOf(one),
];

function stateOf({ state, blocked, server }: Database): string {
  if (server.to_mend != null) return `${state}, but Guestlist cannot work on its server: ${server.reason}`;
  if (server.state === "silent") return `${state}, its server does not answer`;
  return blocked === null ? state : `${state}, waits: ${blocked}`;
}
