import { endpoints, type DatabaseUser } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";
import { drawTable } from "../table.ts";

export const databaseUsers = command({
  name: "database-users",
  arguments: [],
  description: "List the logins of applications, and who knows the password of each",
  examples: ["--database my-dedicated-db database-users"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.listDatabaseUsers, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    if (body.users.length === 0) return context.out.line("No application has a login of Guestlist's making.");
    const header = ["NAME", "ACCESS", "STATE", "PASSWORD SET", "SHOWN TO"];
    for (const line of await drawTable(header, body.users.map(rowOf))) context.out.line(line);
  },
});

const rowOf = (one: DatabaseUser): string[] => [
  one.name,
  one.access,
  stateOf(one),
  instant(one.password_changed_at),
  one.known_to === null ? "n/a" : one.known_to.map(({ email }) => email).join(", ") || "nobody",
];

/** What PostgreSQL does with it now. */
const stateOf = ({ state, blocked, protected: came }: DatabaseUser): string =>
  blocked === null ? (state === "ready" ? (came ? "open, protected" : "open") : state) : `${state}: ${blocked}`;
