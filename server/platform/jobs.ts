import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { EventEmitter } from "node:events";
import {
  Logger,
  run,
  runMigrations,
  type Runner,
  type RunnerOptions,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from "graphile-worker";
import { sql, type RawBuilder } from "kysely";
import type pg from "pg";
import type { Reader } from "./control-database.ts";
import type { Log } from "./log.ts";
import { openPool } from "./pool.ts";
import { alongIn } from "./prepared.ts";
import { holdLife } from "./worker-life.ts";

export type JobName = "reconcile" | "look" | "send-mail" | "observe" | "sweep" | "record-expired" | "watch-ends";

export interface JobOptions {
  /** Jobs of one queue run one after another. */
  readonly queue?: RawBuilder<unknown> | string;
  /** A job that waits under the same key is replaced; one that runs already is followed by this one. */
  readonly key?: RawBuilder<unknown> | string;
  readonly runAt?: Date;
  /** A job that waits under the same key keeps its time; without this it gets the new one. */
  readonly keepRunAt?: boolean;
  /** It goes behind everything that somebody may be waiting for. */
  readonly nobodyWaits?: boolean;
}

/** Adds a job in the caller's transaction: it exists exactly when the change that asked for it does. */
export async function addJob(tx: Reader, name: JobName, payload: object, options: JobOptions = {}): Promise<void> {
  await sql`select ${alongIn(tx)} ${addingJob(name, sql`${JSON.stringify(payload)}`, options)}`.execute(tx);
}

/** The same as part of another statement, for a job that belongs to the row it reads or writes. */
export const addingJob = (
  name: JobName,
  payload: RawBuilder<unknown>,
  { queue, key, runAt, keepRunAt, nobodyWaits }: JobOptions,
): RawBuilder<unknown> => sql`add_job(task => ${name}, payload => ${payload}::json, queue => ${queue ?? null},
    key => ${key ?? null}, run_at => ${runAt ?? null}, keep_run_at => ${keepRunAt ?? false}, nobody_waits => ${nobodyWaits ?? false})`;

export const migrateJobs = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, logger: quiet });

export interface Workers {
  stop(): Promise<void>;
}

/**
 * Starts workers, each with an id whose advisory lock it holds before its first job. A job locked by an id whose lock
 * is gone belongs to a dead process: any living one frees it, once a second. (graphile-worker itself waits four hours.)
 */
export async function startWorkers(
  databaseUrl: string,
  tasks: TaskList,
  log: Log,
  { count = 4, pollInterval = 1000 }: { readonly count?: number; readonly pollInterval?: number } = {},
): Promise<Workers> {
  const ids = Array.from({ length: count }, () => `worker-${randomBytes(9).toString("hex")}`);
  const pool = openPool(
    { connectionString: databaseUrl, max: count * 2 + 2, application_name: "guestlist-worker" },
    (message) => log.warn({ error: message }, "a worker's connection was lost"),
  );
  const life = await holdLife(databaseUrl, ids, log);
  const workers = await Promise.all(
    ids.map((id) => keepWorking(id, { pgPool: pool, taskList: tasks, pollInterval }, log)),
  );
  return {
    async stop() {
      await Promise.allSettled(workers.map((worker) => worker.stop()));
      await life.end();
      await pool.end();
    },
  };
}

/**
 * One worker, started again whenever it gives up: it does so when the control database is away for longer than its own
 * retries last, and nothing else would notice.
 */
async function keepWorking(
  id: string,
  { pgPool, ...options }: RunnerOptions & { pgPool: pg.Pool },
  log: Log,
): Promise<Workers> {
  const start = (): Promise<Runner> =>
    run({
      ...options,
      pgPool,
      events: eventsOf(id),
      concurrency: 1,
      noHandleSignals: true,
      crontab: "",
      logger: graphileLogger(log),
      // In batches the end of a job is written again while the control database is away. Alone it is written once, and
      // that it failed would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
  /** What it had taken, and could not say the end of, is to be taken up again. */
  const startAgain = async (): Promise<Runner> => {
    await pgPool.query("select graphile_worker.force_unlock_workers($1)", [[id]]);
    return start();
  };
  let stopping = false;
  let runner = await start();
  const working = (async (): Promise<void> => {
    for (;;) {
      await runner.promise.catch((error: unknown) => log.warn({ error: (error as Error).message }, "a worker gave up"));
      do {
        if (stopping) return;
        await delay(500);
      } while (
        !(await startAgain().then(
          (next) => (runner = next),
          () => null,
        ))
      );
      // Asked to stop while this one was starting, nobody else knows of it.
      if (stopping) await runner.stop().catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping = true;
      await runner.stop().catch(() => undefined);
      await working;
    },
  };
}

/**
 * graphile-worker 0.18 locks jobs and queues by the id of the worker's pool, which no option sets (`workerId` is for its
 * log alone). It is given here, when the pool is made and before it looks for its first job.
 */
function eventsOf(id: string): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }: { workerPool: WorkerPool }) => void Object.assign(workerPool, { id }));
  events.on("job:complete", ({ worker, job }) => {
    if (job.job_queue_id !== null) lookAgain(worker.workerPool);
  });
  return events;
}

/**
 * A worker looks for its next job while the queue of its last one is still being set free: it finds none of that queue,
 * and would sleep for the whole poll interval. An access that waits behind another one must not.
 */
function lookAgain(workerPool: WorkerPool): void {
  const look = (): void => {
    try {
      workerPool.nudge(1);
    } catch {
      // It is being stopped.
    }
  };
  for (const ms of [15, 60, 250]) setTimeout(look, ms).unref();
}

const quiet = new Logger(() => () => undefined);

const graphileLogger = (log: Log) =>
  new Logger(() => (level, message, meta) => {
    if (level === "error" || level === "warning")
      log.warn({ job: meta?.["job"] === undefined ? undefined : String((meta["job"] as { id: unknown }).id) }, message);
  });
