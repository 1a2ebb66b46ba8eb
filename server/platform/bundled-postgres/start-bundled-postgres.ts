import { existsSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { prepareDataFolder } from "../data-folder.ts";
import { StartError } from "../start-error.ts";
import { prepareBinaries } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { writeClientAuthentication } from "./client-authentication.ts";
import {
  adminRole,
  adminUrl,
  clusterFilePath,
  controlUrl,
  newClusterFile,
  readClusterFile,
  writeClusterFile,
} from "./cluster-file.ts";
import type { ClusterFile } from "./cluster-file.ts";
import { assertSameMajor, findRunning, readSystemIdentifier } from "./find-running.ts";
import { initCluster } from "./init-cluster.ts";
import { makeControlDatabase } from "./make-control-database.ts";
import { findFreePort, isFree } from "./port.ts";
import { adoptPostmaster, startPostmaster } from "./postmaster.ts";
import type { Postmaster, StopMode } from "./postmaster.ts";
import type { PostmasterFile } from "./postmaster-file.ts";

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

const settings = {
  max_connections: "200",
  shared_buffers: "128MB",
  min_wal_size: "32MB",
  max_wal_size: "256MB",
  log_line_prefix: "%m [%p] %q%u@%d ",
  // A statement that failed may hold what people store, or a verifier.
  log_min_error_statement: "panic",
};

/** The bundled PostgreSQL in `postgres/` of the data folder: made at the first start, adopted when it still runs. */
export async function startBundledPostgres(options: BundledPostgresOptions): Promise<BundledPostgres> {
  const { dataDir, log, onProgress } = options;
  await prepareDataFolder(dataDir);
  const clusterDir = join(dataDir, "postgres");
  const binaries = await prepareBinaries();
  const file = await makeCluster(binaries, dataDir, clusterDir, onProgress);
  assertSameMajor(clusterDir, binaries.version);
  const changed = await writeClientAuthentication(binaries, clusterDir);

  const running = await findToAdopt(clusterDir, options.port);
  if (running) {
    log.info(`Adopted the bundled PostgreSQL that still ran (process ${running.pid}).`);
    if (changed) process.kill(running.pid, "SIGHUP");
  } else onProgress?.(`Starting PostgreSQL ${binaries.version}`);
  const postmaster = running
    ? adoptPostmaster(running.pid, running.port)
    : await startOnItsPort(binaries, options, clusterDir, file);
  try {
    if (file.port !== postmaster.port) await writeClusterFile(dataDir, { ...file, port: postmaster.port });
    await makeControlDatabase(file, postmaster.port);
  } catch (error) {
    if (!running) await postmaster.stop();
    throw error;
  }
  return {
    ...postmaster,
    host: "127.0.0.1",
    adminUrl: adminUrl(file, postmaster.port),
    databaseUrl: controlUrl(file, postmaster.port),
    version: binaries.version,
    systemIdentifier: readSystemIdentifier(clusterDir),
    startedByUs: !running,
  };
}

async function makeCluster(
  binaries: Binaries,
  dataDir: string,
  clusterDir: string,
  onProgress: BundledPostgresOptions["onProgress"],
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

async function findToAdopt(clusterDir: string, asked: number | undefined): Promise<PostmasterFile | undefined> {
  const running = await findRunning(clusterDir);
  if (running && asked !== undefined && running.port !== asked) {
    await adoptPostmaster(running.pid, running.port).stop();
    return undefined;
  }
  return running;
}

async function startOnItsPort(
  binaries: Binaries,
  { dataDir, port: asked }: BundledPostgresOptions,
  clusterDir: string,
  file: ClusterFile,
): Promise<Postmaster> {
  const logFile = join(dataDir, "postgres.log");
  await keepLogSmall(logFile);
  const start = (port: number): Promise<Postmaster> =>
    startPostmaster({ binaries, dataDir: clusterDir, port, settings, logFile });
  const fixed = asked ?? file.port;
  if (fixed !== undefined) {
    if (!(await isFree(fixed))) throw new StartError(portTaken(fixed, asked !== undefined));
    return await start(fixed);
  }
  for (let port = await findFreePort(); ; port = await findFreePort(port + 1)) {
    try {
      return await start(port);
    } catch (error) {
      // Between the look and the start somebody else may have taken it.
      if (!(error instanceof StartError && error.message.includes("could not bind"))) throw error;
    }
  }
}

function portTaken(port: number, asked: boolean): string {
  if (asked) return `BUNDLED_POSTGRES_PORT ${port} is taken by another program. Set it to a free port.`;
  return (
    `Port ${port} of the bundled PostgreSQL is taken by another program, and people's connection URIs name it. ` +
    `Stop that program, or set BUNDLED_POSTGRES_PORT to a free port; URIs given out before then stop working.`
  );
}

async function keepLogSmall(logFile: string): Promise<void> {
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) await rename(logFile, `${logFile}.1`);
}
