import { existsSync, readFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";
import { adminRole, clusterFilePath, newClusterFile, readClusterFile, writeClusterFile } from "./cluster-file.ts";
import type { ClusterFile } from "./cluster-file.ts";
import { initCluster } from "./init-cluster.ts";

/** Makes the cluster of this data folder at the first start; else it is there. */
export async function makeCluster(
  binaries: Binaries,
  { dataDir, onProgress }: { dataDir: string; onProgress?: (text: string) => void },
  clusterDir: string,
): Promise<ClusterFile> {
  const known = await readClusterFile(dataDir);
  if (existsSync(clusterDir)) {
    if (known) return known;
    throw new StartError(
      `${clusterFilePath(dataDir)} is missing: it holds the passwords of the databases in ${clusterDir}. ` +
        `Restore it from a backup, or set DATA_DIR to another folder.`,
    );
  }
  onProgress?.(`Making the data folder of PostgreSQL ${binaries.version}`);
  const file = known ?? newClusterFile();
  await writeClusterFile(dataDir, file);
  // It gets its name when it is whole: a start that was killed half-way leaves nothing that looks like a cluster.
  const unfinished = `${clusterDir}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await initCluster({ binaries, dataDir: unfinished, superuser: adminRole, password: file.admin_password });
  await rename(unfinished, clusterDir);
  return file;
}

/** Throws when the folder was made by a version whose files the bundled programs cannot read. */
export function assertSameMajor(dataDir: string, version: string): void {
  const made = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  const major = version.split(".")[0];
  if (made === major) return;
  throw new StartError(
    `${dataDir} was made by PostgreSQL ${made}, and this Guestlist brings PostgreSQL ${major}. ` +
      `Start the Guestlist it was made with, dump its databases, and load them into a new data folder.`,
  );
}

/** The 64 bits that tell this cluster from every other, as in `pg_control_system()`. */
export function readSystemIdentifier(dataDir: string): string {
  return readFileSync(join(dataDir, "global", "pg_control"))
    .readBigUInt64LE(0)
    .toString();
}
