import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { issueSetupLink } from "./accounts/setup-link.ts";
import { loadSecrets, routes, startTasks, stopTasks, tasks } from "./app.ts";
import { ensureConfiguredServer } from "./databases/configured-server.ts";
import { assertDatabase } from "./platform/assert-database.ts";
import { startBundledPostgres } from "./platform/bundled-postgres/index.ts";
import type { Config } from "./platform/config.ts";
import { openControlDatabase } from "./platform/control-database.ts";
import { lockDataFolder } from "./platform/data-folder-lock.ts";
import { prepareDataFolder } from "./platform/data-folder.ts";
import { createServer } from "./platform/http/server.ts";
import { startWorkers } from "./platform/jobs.ts";
import { startListen } from "./platform/listen.ts";
import { createLog, type Log } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import type { Platform } from "./platform/platform.ts";
import { silentProgress, type Progress } from "./platform/progress.ts";
import { root } from "./platform/root.ts";
import { StartError } from "./platform/start-error.ts";
import { createUndo, type Undo } from "./platform/undo.ts";
import { version } from "./platform/version.ts";

export interface Serving {
  /** Undefined for a process that only works. */
  readonly url?: string;
  /** One-time link that makes the first account; undefined when there is one. */
  readonly setupUrl?: string;
  /** Fulfilled when the bundled PostgreSQL ended though nobody asked it to: without it nothing can go on. */
  readonly failed: Promise<StartError>;
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly config: Config;
  readonly progress?: Progress;
  /** One machine does both in one process; past that, processes of each kind share the control database. */
  readonly parts?: { readonly http: boolean; readonly jobs: boolean };
}

/** Starts what the parts need, in order, and stops it in the opposite one, also when a later part fails to start. */
export async function serve({
  config,
  progress = silentProgress,
  parts = { http: true, jobs: true },
}: ServeOptions): Promise<Serving & { url: string }> {
  const log = createLog(config.logLevel);
  const undo = createUndo(log);
  try {
    if (!parts.http && config.databaseUrl === undefined) throw new StartError(workerAlone);
    const platform = await startPlatform(config, progress, log, undo, parts.http);
    undo.push("the admin connections", stopTasks);
    const app = parts.http ? await startHttp(platform, undo) : undefined;
    if (parts.jobs) await startJobs(platform, undo);
    const setup = app && (await issueSetupLink(platform.db));
    const url = app ? addressOf(app, config) : "";
    return {
      url,
      stop: undo.run,
      failed: platform.failed,
      ...(setup && { setupUrl: new URL(`/setup#${setup}`, app && config.port === 0 ? url : config.publicUrl).href }),
    };
  } catch (error) {
    await undo.run();
    throw error;
  }
}

const workerAlone =
  "A worker alone needs DATABASE_URL: the bundled PostgreSQL belongs to the server that starts it, and that works too.";

interface Postgres {
  readonly databaseUrl: string;
  readonly adminUrl: string;
  readonly failed: Promise<StartError>;
}
type Started = Platform & Pick<Postgres, "databaseUrl" | "failed">;

async function startPlatform(
  config: Config,
  progress: Progress,
  log: Log,
  undo: Undo,
  locks: boolean,
): Promise<Started> {
  await prepareDataFolder(config.dataDir);
  if (locks) {
    const lock = await lockDataFolder(config.dataDir, { url: config.publicUrl.origin });
    undo.push("the lock of the data folder", () => lock.release());
  }
  const { databaseUrl, adminUrl, failed } = await findPostgres(config, progress, undo, log);
  const control = openControlDatabase(databaseUrl, log);
  undo.push("the connections to the control database", () => control.close());
  const secrets = await progress.step("Control database", async () => {
    const loaded = await loadSecrets(config, control.db);
    await migrate(databaseUrl);
    return loaded;
  });
  const listen = await startListen(databaseUrl, log);
  undo.push("listening for changes", () => listen.close());
  const bundled = config.databaseUrl === undefined;
  const reason = await ensureConfiguredServer(control.db, secrets, { adminUrl, bundled, databaseUrl });
  if (reason !== null) log.warn({ reason }, "databases cannot be created here, only attached");
  return { config, db: control.db, secrets, log, listen, databaseUrl, failed };
}

async function findPostgres(config: Config, progress: Progress, undo: Undo, log: Log): Promise<Postgres> {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) {
    await assertDatabase(databaseUrl);
    return { databaseUrl, adminUrl: databaseUrl, failed: new Promise(() => undefined) };
  }
  const bundled = await progress.step("PostgreSQL 18, bundled", () =>
    startBundledPostgres({
      dataDir: config.dataDir,
      log: { info: (text) => log.info(text) },
      onProgress: progress.say,
      ...(config.bundledPostgresPort !== undefined && { port: config.bundledPostgresPort }),
    }),
  );
  let stopping = false;
  undo.push("the bundled PostgreSQL", () => ((stopping = true), bundled.stop()), { withinMs: 60_000 });
  const failed = new Promise<StartError>((resolve) => {
    void bundled.ended.then(() => stopping || resolve(new StartError(postgresEnded(config.dataDir))));
  });
  return { ...bundled, failed };
}

const postgresEnded = (dataDir: string): string =>
  `The bundled PostgreSQL has ended by itself. ${dataDir}/postgres.log says why. Start Guestlist again when that is mended.`;

async function startHttp(platform: Started, undo: Undo): Promise<FastifyInstance> {
  const app = await createServer(platform, {
    version,
    dashboard: new URL("web/dist/", root),
    routes: (scope) => routes(scope, platform),
  });
  await app.listen({ host: platform.config.host, port: platform.config.port });
  undo.push("the HTTP server", () => app.close());
  return app;
}

async function startJobs(platform: Started, undo: Undo): Promise<void> {
  const workers = await startWorkers(platform.databaseUrl, tasks(platform), platform.log);
  undo.push("the workers", () => workers.stop());
  await startTasks(platform);
}

const addressOf = (app: FastifyInstance, { publicUrl, port }: Config): string =>
  port === 0 ? `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` : publicUrl.origin;
