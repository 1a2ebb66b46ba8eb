import { buildServer } from "./built-server.ts";
import { prepareControlTemplate } from "./control-database.ts";
import { memoryFolder } from "./memory-folder.ts";
import { runFolderVariable } from "./paths.ts";
import { startPostgres } from "./postgres.ts";
import { makeRunFolder, removeAbandonedRunFolders, removeRunFolder } from "./run-folder.ts";

/** Once per run: the server as it is run, a folder for all that is thrown away, and the cluster that holds the control databases. */
export default async function setup(): Promise<() => Promise<void>> {
  buildServer();
  const memory = memoryFolder();
  if (memory !== undefined) process.env["TMPDIR"] = memory;
  await removeAbandonedRunFolders();
  const folder = makeRunFolder();
  process.env[runFolderVariable] = folder;
  try {
    // Each worker keeps a stage for every kind of server, and each stage a pool.
    const cluster = await startPostgres({ settings: { max_connections: "500" } });
    await prepareControlTemplate(cluster, migrate);
  } catch (error) {
    await removeRunFolder(folder);
    throw error;
  }
  return () => removeRunFolder(folder);
}

async function migrate(url: string): Promise<unknown> {
  const migration = await import("../../server/platform/migrate.ts");
  return migration.migrate(url);
}
