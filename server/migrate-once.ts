import { readConfig } from "./platform/config.ts";
import { inWords } from "./platform/lifetime.ts";
import { migrate } from "./platform/migrate.ts";
import { withControlDatabase } from "./with-control-database.ts";

/** Brings the control database to this version, for whoever wants that apart from starting; exit 1 when it cannot. */
export async function migrateOnce(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const say = (name: string) => void process.stdout.write(`${name}\n`);
    await withControlDatabase(readConfig(env), (databaseUrl) => migrate(databaseUrl, say));
    process.stdout.write("The control database is up to date\n");
  } catch (error) {
    process.stderr.write(`${inWords(error, env["LOG_LEVEL"] === "debug")}\n`);
    process.exitCode = 1;
  }
}
