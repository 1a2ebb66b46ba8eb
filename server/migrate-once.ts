import type { Config } from "./platform/config.ts";
import { migrate } from "./platform/migrate.ts";
import { withControlDatabase } from "./with-control-database.ts";

/** Brings the control database to this version, for whoever wants that apart from starting. */
export async function migrateOnce(config: Config): Promise<void> {
  await withControlDatabase(config, (databaseUrl) => migrate(databaseUrl, (name) => process.stdout.write(`${name}\n`)));
  process.stdout.write("The control database is up to date\n");
}
