import { parseArgs } from "node:util";
import { text } from "node:stream/consumers";
import { createAccountByAdmin } from "./accounts/create-account.ts";
import { readConfig } from "./platform/config.ts";
import { openControlDatabase } from "./platform/control-database.ts";
import { inWords } from "./platform/lifetime.ts";
import { createLog } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import { withControlDatabase } from "./with-control-database.ts";

const usage = `Usage: npm run admin -- create-account --email E --username U [--password-stdin] [--token]

Makes an account whose address counts as verified. Works while the server runs, and while it does not.
  --password-stdin   read the password from standard input; without it the person sets one by "I forgot my password"
  --token            make an API token too; it is printed once
`;

/** Prints JSON `{account, token?}`; what goes wrong is one sentence on stderr and exit 1. */
export async function admin(args: string[]): Promise<void> {
  try {
    const { positionals, values } = parse(args);
    if (positionals[0] !== "create-account" || !values.email || !values.username) throw new UsageError();
    const { email, username, token = false } = values;
    const password = values["password-stdin"] ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
    const config = readConfig(process.env);
    const made = await withControlDatabase(config, async (databaseUrl) => {
      await migrate(databaseUrl);
      const control = openControlDatabase(databaseUrl, createLog(config.logLevel), 2);
      try {
        return await createAccountByAdmin(control.db, {
          email,
          username,
          token,
          ...(password !== undefined && { password }),
        });
      } finally {
        await control.close();
      }
    });
    process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  } catch (error) {
    process.stderr.write(
      error instanceof UsageError ? usage : `${inWords(error, process.env["LOG_LEVEL"] === "debug")}\n`,
    );
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

class UsageError extends Error {}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        email: { type: "string" },
        username: { type: "string" },
        "password-stdin": { type: "boolean" },
        token: { type: "boolean" },
      },
    });
  } catch {
    throw new UsageError();
  }
}
