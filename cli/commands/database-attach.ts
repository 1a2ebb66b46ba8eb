import { endpoints, type CheckDatabaseAnswer } from "@guestlist/contract";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { ask, hasTerminal, readStdin } from "../stdin.ts";

export const databaseAttach = command({
  name: "database-attach",
  arguments: ["<name>"],
  description: "Attach an existing database by an admin connection, after a check of what it can do",
  examples: [
    "database-attach my-dedicated-db --url-stdin < admin-url.txt",
    "database-attach my-dedicated-db --url-stdin --check < admin-url.txt",
    "database-attach my-dedicated-db --url-stdin --ownership move < admin-url.txt",
  ],
  options: [
    ["--url-stdin", "read the admin connection's URL from standard input, where no history keeps it"],
    [
      "--ownership <what>",
      "keep the owner as it is (default), or move it to a role that never logs in",
      ["keep", "move"],
    ],
    ["--check", "only check; attach nothing"],
  ],
  async run(context, [name], { urlStdin, ownership, check }) {
    const url = await adminUrl(urlStdin);
    const chosen = ownership === undefined ? {} : { ownership: ownership as "keep" | "move" };
    if (check === true || !context.json) {
      const { body } = await context.call(endpoints.checkDatabase, { body: { url, ...chosen } });
      if (context.json) context.out.json(body);
      else tellFindings(context, body, ownership === "move");
      if (check === true) return body.attachable ? 0 : 1;
      if (!body.attachable) throw new Failure("attach_refused", `${body.dbname} cannot be attached as it is.`);
    }
    const { body } = await context.call(endpoints.createDatabase, { body: { name, url, ...chosen } });
    if (context.json) return context.out.json(body);
    const done = body.database.state === "making" ? "is being attached" : "has been attached";
    context.out.line(`-----> ${body.database.name} ${done}`);
    if (body.database.blocked === null) return 0;
    context.out.refuse(body.database.blocked);
    return 1;
  },
});

async function adminUrl(fromStdin: boolean | undefined): Promise<string> {
  if (fromStdin === true) return (await readStdin("The admin connection's URL")).trim();
  if (hasTerminal()) return (await ask("URL of the admin connection", "hidden")).trim();
  throw new UsageFailure("The admin connection's URL comes on standard input: add --url-stdin.");
}

const markOf = { fine: "      ", limits: " ?    ", refuses: " !    " } as const;

function tellFindings({ out }: Context, found: CheckDatabaseAnswer, moves: boolean): void {
  const version = found.version === null ? "" : `, PostgreSQL ${found.version}`;
  out.line(`-----> ${found.dbname} on ${found.host}:${found.port}${version}`);
  for (const { kind, message } of found.findings) out.line(`${markOf[kind]} ${message}`);
  if (!moves || !found.attachable || found.move_preview.length === 0) return;
  out.line("-----> Moving the ownership changes:");
  for (const change of found.move_preview) out.line(`       ${change}`);
}
