import { assertDatabase } from "./platform/assert-database.ts";
import { readBundledDatabaseUrl, startBundledPostgres } from "./platform/bundled-postgres/index.ts";
import type { Config } from "./platform/config.ts";
import { readDataFolderLock } from "./platform/data-folder-lock.ts";

/** Works on the control database, whether the server runs or not; the bundled PostgreSQL is started for the while if need be. */
export async function withControlDatabase<R>(config: Config, work: (databaseUrl: string) => Promise<R>): Promise<R> {
  if (config.databaseUrl !== undefined) {
    await assertDatabase(config.databaseUrl);
    return work(config.databaseUrl);
  }
  if ((await readDataFolderLock(config.dataDir)) !== undefined) {
    const running = await readBundledDatabaseUrl(config.dataDir);
    if (running !== undefined) return work(running);
  }
  const bundled = await startBundledPostgres({ dataDir: config.dataDir, log: { info: () => undefined } });
  try {
    return await work(bundled.databaseUrl);
  } finally {
    if (bundled.startedByUs) await bundled.stop();
  }
}
