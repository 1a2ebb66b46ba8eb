import { parseArgs } from "node:util";
import { text } from "node:stream/consumers";
import { createAccountByAdmin } from "./accounts/create-account.ts";
import { setAdminUrl } from "./databases/set-admin-url.ts";
import { readConfig, type Config } from "./platform/config.ts";
import { openControlDatabase, type Db, type Tx } from "./platform/control-database.ts";
import { inWords } from "./platform/lifetime.ts";
import { createLog } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import type { Secrets } from "./platform/secrets.ts";
import { withControlDatabase } from "./with-control-database.ts";

const usage = `Usage: npm run admin -- create-account --email E --username U [--password-stdin] [--token]

Makes an account whose address counts as verified. Works while the server runs, and while it does not.
  --password-stdin   read the password from standard input; without it the person sets one by "I forgot my password"
  --token            make an API token too; it is printed once

       npm run admin -- rotate-receipt-key

Signs closure receipts with a new key from now on. What the old one signed can still be checked.

       npm run admin -- set-admin-url < FILE

Takes the admin URL of a server that databases are attached on from standard input, as when its password was changed.

       npm run admin -- replace-secret-key

For a secret key that is lost for good; docs/self-hosting.md says what that costs. The one that is set now, or made now,
takes its place. Stop every Guestlist process first.
`;

/** Prints what was made as JSON; what goes wrong is one sentence on stderr and exit 1. */
export async function admin(args: string[], means: AdminMeans): Promise<void> {
  try {
    const { positionals, values } = parse(args);
    const config = readConfig(process.env);
    const work = workOf(positionals[0], values, config, means);
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
  readonly loadSecrets: (config: Config, db: Db) => Promise<Secrets>;
  readonly rotateSigningKey: (tx: Tx, means: { secrets: Secrets }) => Promise<{ readonly id: string }>;
  readonly replaceSecretKey: (config: Config, db: Db) => Promise<object>;
}

type Values = ReturnType<typeof parse>["values"];
type Work = (db: Db) => Promise<unknown>;

function workOf(command: string | undefined, values: Values, config: Config, means: AdminMeans): Work {
  switch (command) {
    case "create-account":
      return createAccount(values);
    case "rotate-receipt-key":
      return (db) => rotateReceiptKey(db, config, means);
    case "set-admin-url":
      return async (db) => setAdminUrl(db, await means.loadSecrets(config, db), await text(process.stdin));
    case "replace-secret-key":
      return (db) => means.replaceSecretKey(config, db);
    default:
      throw new UsageError();
  }
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
  { loadSecrets, rotateSigningKey }: AdminMeans,
): Promise<{ key_id: string }> {
  const secrets = await loadSecrets(config, db);
  return { key_id: (await db.transaction().execute((tx) => rotateSigningKey(tx, { secrets }))).id };
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
