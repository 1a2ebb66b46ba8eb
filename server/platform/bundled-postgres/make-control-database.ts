import { Client } from "pg";
import { adminUrl, controlDatabase, controlRole } from "./cluster-file.ts";
import type { ClusterFile } from "./cluster-file.ts";
import { scramVerifier } from "./scram-verifier.ts";

/**
 * Makes the control database with a role of its own that can do nothing outside it, and closes it to the logins of shared
 * databases, which live in the same cluster. Does nothing to what is there already.
 */
export async function makeControlDatabase(file: ClusterFile, port: number): Promise<void> {
  const admin = new Client({
    connectionString: adminUrl(file, port),
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  });
  admin.on("error", () => undefined);
  await admin.connect();
  try {
    const roles = await admin.query("select 1 from pg_roles where rolname = $1", [controlRole]);
    if (roles.rowCount === 0) {
      await admin.query(`create role ${controlRole} login password '${scramVerifier(file.control_password)}'`);
    }
    const databases = await admin.query("select 1 from pg_database where datname = $1", [controlDatabase]);
    if (databases.rowCount === 0) await admin.query(`create database ${controlDatabase} owner ${controlRole}`);
    // Everybody may connect to a new database (https://www.postgresql.org/docs/18/ddl-priv.html).
    for (const database of [controlDatabase, "postgres", "template1"]) {
      await admin.query(`revoke connect, temporary on database ${database} from public`);
    }
  } finally {
    await admin.end();
  }
}
