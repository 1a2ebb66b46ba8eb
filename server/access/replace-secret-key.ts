import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { addressOf } from "../databases/admin-url.ts";
import { resealVerifier } from "../databases/user-queries.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import type { Config } from "../platform/config.ts";
import type { Db, Tx } from "../platform/control-database.ts";
import { findSecretKey, makeSecretKey } from "../platform/secret-key.ts";
import { createSecrets, opens, type Secrets } from "../platform/secrets.ts";
import { StartError } from "../platform/start-error.ts";
import { opensControlDatabase } from "./load-secrets.ts";
import { rotateSigningKey } from "./signing-key.ts";

/** What the lost key had sealed: each of it has to come from somebody again. */
export interface Replaced {
  /** Of the key that signs receipts from now on; those before stay listed, and what they signed stays genuine. */
  readonly key_id: string;
  /** For `admin set-admin-url`. */
  readonly admin_urls_to_enter: readonly string[];
  /** Applications' logins that were still to be made: they are made with a password that nobody knows. */
  readonly passwords_to_reset: readonly string[];
  /** They are given up when a worker comes to them, which the timeline then tells. */
  readonly mails_that_cannot_be_written: number;
}

/** For an owner whose secret key is lost for good: the one that is set now, or is made now, takes its place. @throws StartError */
export async function replaceSecretKey(config: Config, db: Db): Promise<Replaced> {
  const key = await findSecretKey(config);
  if (await opensControlDatabase(db, key))
    throw new StartError("The secret key opens what is sealed: nothing is lost.");
  await assertNobodyWorks(db);
  const secrets = createSecrets(key ?? (await makeSecretKey(config)));
  return db.transaction().execute(async (tx) => ({
    key_id: (await rotateSigningKey(tx, { secrets })).id,
    admin_urls_to_enter: await listClosedServers(tx, secrets),
    passwords_to_reset: await resealVerifiers(tx, secrets),
    mails_that_cannot_be_written: await countLostMails(tx, secrets),
  }));
}

/** Whoever still has the old key would go on sealing with it. Each process listens for changes. */
async function assertNobodyWorks(db: Db): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'guestlist-listen'`.execute(db);
  if (rows.length === 0) return;
  throw new StartError(
    `Guestlist is running on this control database (${rows.length} processes, with the key that seals it perhaps). ` +
      "Stop every one of them first.",
  );
}

/** Not the configured server: its admin URL is set at each start. */
async function listClosedServers(tx: Tx, secrets: Secrets): Promise<string[]> {
  const servers = await tx.selectFrom("servers").selectAll().where("bundled", "=", false).orderBy("name").execute();
  return servers
    .filter((server) => !opens(secrets, server.admin_url_sealed))
    .map((server) => `${server.admin_role} at ${addressOf(server)}`);
}

async function resealVerifiers(tx: Tx, secrets: Secrets): Promise<string[]> {
  const users = await tx
    .selectFrom("database_users as u")
    .innerJoin("databases as d", "d.id", "u.database_id")
    .select(["u.id", "u.role_name", "d.name", "u.verifier_sealed"])
    .where("u.verifier_sealed", "is not", null)
    .execute();
  const closed = users.filter((user) => user.verifier_sealed !== null && !opens(secrets, user.verifier_sealed));
  for (const { id } of closed)
    await resealVerifier(tx, id, secrets.seal(scramVerifier(randomBytes(24).toString("base64url"))));
  return closed.map((user) => `${user.role_name} of ${user.name}`);
}

async function countLostMails(tx: Tx, secrets: Secrets): Promise<number> {
  const mails = await tx.selectFrom("mails").select("props_sealed").where("props_sealed", "is not", null).execute();
  return mails.filter((mail) => mail.props_sealed !== null && !opens(secrets, mail.props_sealed)).length;
}
