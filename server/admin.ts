import { parseArgs } from "node:util";
import { text } from "node:stream/consumers";
import { createAccountByAdmin } from "./accounts/create-account.ts";
import { readConfig, type Config } from "./platform/config.ts";
import { openControlDatabase, type Db } from "./platform/control-database.ts";
import { inWords } from "./platform/lifetime.ts";
import { createLog, type Log } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import { loadSecretKey } from "./platform/secret-key.ts";
import { createSecrets, type Secrets } from "./platform/secrets.ts";
import { withControlDatabase } from "./with-control-database.ts";

const usage = `Usage: npm run admin -- create-account --email E --username U [--password-stdin] [--token]

Makes an account whose address counts as verified. Works while the server runs, and while it does not.
  --password-stdin   read the password from standard input; without it the person sets one by "I forgot my password"
  --token            make an API token too; it is printed once

       npm run admin -- rotate-receipt-key

Signs closure receipts with a new key from now on. What the old one signed can still be checked.
`;

/** Prints JSON, `{account, token?}` or `{key_id}`; what goes wrong is one sentence on stderr and exit 1. */
export async function admin(args: string[], { rotateSigningKey }: AdminMeans): Promise<void> {
  try {
    const { positionals, values } = parse(args);
    const config = readConfig(process.env);
    const work = workOf(positionals[0], values, (db) => rotateReceiptKey(db, config, rotateSigningKey));
    const made = await withControlDatabase(config, async (databaseUrl) => {
      await migrate(databaseUrl);
      const control = openControlDatabase(databaseUrl, createLog(config.logLevel), 2);
      try {
        return await work(control.db);
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

/** What belongs to a part that only `main.ts` may reach. */
export interface AdminMeans {
  readonly rotateSigningKey: (db: Db, means: { secrets: Secrets; log: Log }) => Promise<{ readonly id: string }>;
}

type Values = ReturnType<typeof parse>["values"];
type Work = (db: Db) => Promise<unknown>;

function workOf(command: string | undefined, values: Values, rotate: Work): Work {
  if (command === "create-account") return createAccount(values);
  if (command === "rotate-receipt-key") return rotate;
  throw new UsageError();
}

function createAccount({ email, username, token = false, "password-stdin": fromStdin }: Values): Work {
  if (!email || !username) throw new UsageError();
  return async (db) => {
    const password = fromStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
    return createAccountByAdmin(db, { email, username, token, ...(password !== undefined && { password }) });
  };
}

async function rotateReceiptKey(
  db: Db,
  config: Config,
  rotate: AdminMeans["rotateSigningKey"],
): Promise<{ key_id: string }> {
  const secrets = createSecrets(await loadSecretKey(config));
  return { key_id: (await rotate(db, { secrets, log: createLog(config.logLevel) })).id };
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
