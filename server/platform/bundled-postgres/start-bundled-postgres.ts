import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { prepareDataFolder } from "../data-folder.ts";
import { prepareBinaries } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { writeClientAuthentication } from "./client-authentication.ts";
import { adminUrl, controlUrl, writeClusterFile } from "./cluster-file.ts";
import type { ClusterFile } from "./cluster-file.ts";
import { findRunning } from "./find-running.ts";
import { assertSameMajor, makeCluster, readSystemIdentifier } from "./make-cluster.ts";
import { makeControlDatabase } from "./make-control-database.ts";
import { adoptPostmaster } from "./postmaster.ts";
import type { Postmaster, StopMode } from "./postmaster.ts";
import { startOnItsPort } from "./start-on-its-port.ts";

export interface BundledPostgres {
  host: string;
  port: number;
  /** Superuser of the cluster. */
  adminUrl: string;
  /** The control database, with a role that can do nothing else. */
  databaseUrl: string;
  version: string;
  systemIdentifier: string;
  pid: number;
  /** False when an earlier process of ours had left it running. */
  startedByUs: boolean;
  /** Fulfilled when PostgreSQL is gone, also when nobody asked for it. */
  ended: Promise<void>;
  stop(mode?: StopMode): Promise<void>;
}

export interface BundledPostgresOptions {
  dataDir: string;
  log: { info: (text: string) => void };
  onProgress?: (text: string) => void;
  /** From now on, instead of the one that the first start chose. */
  port?: number;
}

/** The bundled PostgreSQL in `postgres/` of the data folder: made at the first start, adopted when it still runs. */
export async function startBundledPostgres(options: BundledPostgresOptions): Promise<BundledPostgres> {
  const { dataDir } = options;
  await prepareDataFolder(dataDir);
  const clusterDir = join(dataDir, "postgres");
  const binaries = await prepareBinaries();
  const file = await makeCluster(binaries, options, clusterDir);
  assertSameMajor(clusterDir, binaries.version);
  const changed = await writeClientAuthentication(binaries, clusterDir);

  const postmaster =
    (await adoptRunning(options, clusterDir, file, changed)) ?? (await startNew(binaries, options, clusterDir, file));
  if (file.port !== postmaster.port) await writeClusterFile(dataDir, { ...file, port: postmaster.port });
  return {
    ...postmaster,
    host: "127.0.0.1",
    adminUrl: adminUrl(file, postmaster.port),
    databaseUrl: controlUrl(file, postmaster.port),
    version: binaries.version,
    systemIdentifier: readSystemIdentifier(clusterDir),
  };
}

type Started = Postmaster & { startedByUs: boolean };

async function adoptRunning(
  { log, port: asked }: BundledPostgresOptions,
  clusterDir: string,
  file: ClusterFile,
  authenticationChanged: boolean,
): Promise<Started | undefined> {
  for (let running; (running = await findRunning(clusterDir));) {
    const postmaster = adoptPostmaster(running.pid, running.port);
    if (asked !== undefined && running.port !== asked) {
      await postmaster.stop();
      continue;
    }
    // Also when it did not: whoever ran before us may have written it and died. Windows ends a process at that signal.
    if (authenticationChanged || process.platform !== "win32") process.kill(running.pid, "SIGHUP");
    try {
      await makeControlDatabase(file, running.port);
    } catch (error) {
      // It may have been about to die when we saw it.
      const gone = await Promise.race([postmaster.ended.then(() => true), delay(1500, false)]);
      if (gone) continue;
      throw error;
    }
    log.info(`Adopted the bundled PostgreSQL that still ran (process ${running.pid}).`);
    return { ...postmaster, startedByUs: false };
  }
  return undefined;
}

async function startNew(
  binaries: Binaries,
  options: BundledPostgresOptions,
  clusterDir: string,
  file: ClusterFile,
): Promise<Started> {
  options.onProgress?.(`Starting PostgreSQL ${binaries.version}`);
  const postmaster = await startOnItsPort({ ...options, binaries, clusterDir, file });
  try {
    await makeControlDatabase(file, postmaster.port);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  return { ...postmaster, startedByUs: true };
}
