import { readdir, readFile } from "node:fs/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Migrator, type Migration, type MigrationProvider } from "kysely/migration";
import { migrateJobs } from "./jobs.ts";
import { openPool } from "./pool.ts";
import { root } from "./root.ts";

const folder = new URL("server/migrations/", root);

/**
 * Brings the control database to this version, forward only; several processes may start at once. `onlyTo`: to the version
 * that had this migration last, as tests of an upgrade begin.
 */
export async function migrate(
  databaseUrl: string,
  onStep: (name: string) => void = () => undefined,
  { onlyTo }: { readonly onlyTo?: string } = {},
): Promise<void> {
  const pool = openPool({ connectionString: databaseUrl, max: 2, connectionTimeoutMillis: 10_000 }, () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: sqlFiles });
    const { error, results } = await (onlyTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(onlyTo));
    results?.forEach((result) => onStep(result.migrationName));
    if (error !== undefined) throw error instanceof Error ? error : new Error("a migration failed", { cause: error });
    await migrateJobs(databaseUrl);
  } finally {
    await db.destroy();
  }
}

const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
    const pairs = await Promise.all(
      names.map(async (name): Promise<[string, Migration]> => [name.slice(0, -4), await readMigration(name)]),
    );
    return Object.fromEntries(pairs);
  },
};

async function readMigration(name: string): Promise<Migration> {
  const text = await readFile(new URL(name, folder), "utf8");
  return { up: async (db) => void (await sql.raw(text).execute(db)) };
}
