import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { initCluster, prepareBinaries, startPostmaster } from "../../server/platform/bundled-postgres/index.ts";
import type { Binaries, Postmaster, StopMode } from "../../server/platform/bundled-postgres/index.ts";
import { renewIdentity } from "./cluster-identity.ts";
import { cacheFolder, temporaryFolder } from "./paths.ts";
import { keptSession } from "./kept-session.ts";
import { freePort } from "./ports.ts";
import { versionPackage } from "./postgres-versions.ts";
import { eventually } from "./signals.ts";

export interface TestPostgres {
  host: string;
  port: number;
  dataDir: string;
  /** The superuser's, to the database `postgres`. */
  adminUrl: string;
  /** Without a user it is the superuser's. */
  urlFor(database: string, user?: string, password?: string): string;
  /** Rows of one statement, as the superuser. In another database than `postgres` each call is a session of its own. */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    values?: unknown[],
    database?: string,
  ): Promise<Row[]>;
  /** `fast` when not told. Data and port stay. */
  stop(mode?: StopMode): Promise<void>;
  /** Again, on the same port and data. */
  start(): Promise<void>;
  /** The postmaster dies on the spot, and its children with it. */
  kill(): Promise<void>;
  /** What PostgreSQL wrote to its log so far. */
  logs(): string;
  /** Ends it and deletes its data. */
  discard(): Promise<void>;
}

export interface PostgresOptions {
  /** Major version; other than 18 they come from `test/postgres-versions`. */
  version?: number;
  settings?: Record<string, string>;
}

export const superuser = { name: "postgres", password: "only-for-tests" };

export const host = "127.0.0.1";

// Nothing here outlives the machine, so nothing has to reach the disk. What was committed still outlives the process.
// A cluster of the tests has dozens of databases of a few MB: autovacuum would start a worker for each in turn, every
// second, and each new database is 7 MB of WAL and pages, which cost half as much in memory that was used before.
export const throwAway = {
  fsync: "off",
  full_page_writes: "off",
  wal_init_zero: "off",
  autovacuum: "off",
  bgwriter_lru_maxpages: "0",
  shared_buffers: "32MB",
  max_connections: "200",
};

/** A PostgreSQL server of its own on a free loopback port, with SCRAM sign-in and a system identifier of its own. */
export async function startPostgres({ version = 18, settings = {} }: PostgresOptions = {}): Promise<TestPostgres> {
  const binaries = await prepareBinaries(versionPackage(version));
  const folder = reachableFolder(`postgres-${version}`);
  const dataDir = path.join(folder, "data");
  cpSync(await templateFolder(binaries), dataDir, { recursive: true });
  chmodSync(dataDir, 0o700);
  renewIdentity(dataDir);
  return serve({ binaries, folder, dataDir, settings: { ...throwAway, ...settings } });
}

interface Served {
  binaries: Binaries;
  folder: string;
  dataDir: string;
  settings: Record<string, string>;
}

export async function serve({ binaries, folder, dataDir, settings }: Served): Promise<TestPostgres> {
  const logFile = path.join(folder, "log");
  const port = await freePort();
  const options = { binaries, dataDir, port, logFile, settings };
  let postmaster: Postmaster = await startPostmaster(options);
  const kept = keptSession(() => connect(urlOf(port, "postgres")));

  return {
    host,
    port,
    dataDir,
    adminUrl: urlOf(port, "postgres"),
    urlFor: (database, user, password) => urlOf(port, database, user, password),
    query: (sql, values, database = "postgres") =>
      database === "postgres" ? kept.query(sql, values) : queryOnce(urlOf(port, database), sql, values),
    stop: (mode) => postmaster.stop(mode),
    start: async () => void (postmaster = await startPostmaster(options)),
    kill: () => killPostmaster(postmaster, dataDir),
    logs: () => readFileSync(logFile, "utf8"),
    discard: async () => {
      await kept.end();
      await postmaster.stop("immediate");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Rows of one statement in a session of its own. */
export async function queryOnce<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = await connect(url);
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * An open session. That it is ended from outside shows as a refused query, not as a crash of the test. On a busy machine a
 * server that has just started takes seconds to let somebody in.
 */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000, query_timeout: 20_000 });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** The SQLSTATE that PostgreSQL refuses a new session with, or undefined when it lets one in. */
export async function refusalOf(url: string): Promise<string | undefined> {
  try {
    await queryOnce(url, "select 1");
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function urlOf(port: number, database: string, user = superuser.name, password = superuser.password): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgresql://${credentials}@${host}:${port}/${encodeURIComponent(database)}`;
}

/** Up to 15 the programs return to their working directory by name: no folder above it may be private to another user. */
export function reachableFolder(name: string): string {
  const folder = temporaryFolder(name);
  chmodSync(folder, 0o711);
  return folder;
}

/** An initialized data folder that was never started, made once per version and machine (0.9 s; its copy takes 60 ms). */
async function templateFolder(binaries: Binaries): Promise<string> {
  const template = path.join(cacheFolder, `postgres-${binaries.version}`);
  if (existsSync(template)) return template;
  const making = reachableFolder(`initdb-${binaries.version}`);
  const dataDir = path.join(making, "data");
  await initCluster({ binaries, dataDir, superuser: superuser.name, password: superuser.password, durable: false });
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(`${template}-making-`);
  cpSync(dataDir, path.join(unfinished, "data"), { recursive: true });
  rmSync(making, { recursive: true, force: true });
  try {
    renameSync(path.join(unfinished, "data"), template);
  } catch (error) {
    if (!existsSync(template)) throw error;
  }
  rmSync(unfinished, { recursive: true, force: true });
  return template;
}

async function killPostmaster(postmaster: Postmaster, dataDir: string): Promise<void> {
  process.kill(postmaster.pid, "SIGKILL");
  await postmaster.ended;
  // Its children end when they notice; only then can it be started again.
  const pidFile = path.join(dataDir, "postmaster.pid");
  if (process.platform === "linux") await eventually(() => sharedMemoryIsFree(pidFile), { within: 10_000 });
  rmSync(pidFile, { force: true });
}

/** Line 7 of the file has the id of a memory segment that stays attached while any child lives. */
function sharedMemoryIsFree(pidFile: string): boolean {
  const segment = readFileSync(pidFile, "utf8").split("\n")[6]?.trim().split(/\s+/)[1];
  const attached = readFileSync("/proc/sysvipc/shm", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => fields[1] === segment)?.[6];
  return attached === undefined || attached === "0";
}
