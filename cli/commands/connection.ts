import { endpoints, type Connection } from "@guestlist/contract";
import { command } from "../command.ts";
import { databaseName } from "../database-name.ts";
import { instant } from "../instants.ts";
import type { Output } from "../output.ts";

export const connection = command({
  name: "connection",
  arguments: [],
  description: "Show your own way into a database; with --new-password also a password, this once",
  examples: ["--database my-dedicated-db connection", "--database my-dedicated-db connection --new-password"],
  options: [["--new-password", "make a new password and show it; the one before stops working"]],
  async run(context, _, { newPassword }) {
    const params = { database: context.database };
    if (newPassword !== true) {
      const { body } = await context.call(endpoints.showConnection, { params });
      if (context.json) return context.out.json(body);
      return tellConnection(context.out, body.connection);
    }
    const [{ body }, name] = await Promise.all([
      context.call(endpoints.rotatePassword, { params }),
      context.json ? "" : databaseName(context),
    ]);
    if (context.json) return context.out.json(body);
    context.out.line(`-----> Your new password for ${name}. It is shown this once.`);
    context.out.line(`       Password  ${body.password}`);
    context.out.line(`       URI       ${body.uri}`);
  },
});

function tellConnection(out: Output, one: Connection): void {
  const facts: [string, string][] = [
    ["State", one.reason === null ? one.state : `${one.state}: ${one.reason}`],
    ["Host", one.host],
    ["Port", String(one.port)],
    ["Database", one.dbname],
    ["Login", one.login_name ?? "n/a"],
    ["Access", one.access],
    [
      "Password",
      one.has_password ? `set ${instant(one.password_changed_at)}` : "none yet, make one with --new-password",
    ],
    ["URI", one.uri ?? "n/a"],
  ];
  for (const [name, value] of facts) out.line(`${name.padEnd(9)} ${value}`);
}
