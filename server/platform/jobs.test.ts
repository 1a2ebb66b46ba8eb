import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { eventually } from "../../test/support/signals.ts";
import { openControlDatabase } from "./control-database.ts";
import { addJob, startWorkers, type Workers } from "./jobs.ts";
import { createLog } from "./log.ts";

const log = createLog("silent");
let control: TestControlDatabase;
let database: ReturnType<typeof openControlDatabase>;
let workers: Workers;
let running = 0;
let mostAtOnce = 0;
const done: string[] = [];

beforeAll(async () => {
  control = await createControlDatabase();
  database = openControlDatabase(control.url, log);
  const tasks = {
    sweep: async (payload: unknown) => {
      const { name, ms } = payload as { name: string; ms: number };
      mostAtOnce = Math.max(mostAtOnce, ++running);
      await sleep(ms);
      running -= 1;
      done.push(name);
    },
  };
  workers = await startWorkers(control.url, tasks, log);
});
afterAll(async () => {
  await workers.stop();
  await database.close();
  await control.drop();
});

test("the jobs of a queue run one after another, each once, also those that take longer than a beat of the guard", async () => {
  for (const name of ["one", "two"])
    await addJob(database.db, "sweep", { name, ms: 2_500 }, { queue: "of one server" });
  await eventually(async () => (await control.query("select 1 from graphile_worker.jobs")).length === 0, {
    within: 15_000,
  });
  expect([done, mostAtOnce]).toEqual([["one", "two"], 1]);
});

test("a job that is locked by the dead is taken up in about a second", async () => {
  done.length = 0;
  await addJob(database.db, "sweep", { name: "left behind", ms: 0 }, { runAt: new Date(Date.now() + 3_600_000) });
  await control.query(
    "update graphile_worker._private_jobs set locked_by = 'worker-of-the-dead', locked_at = now(), run_at = now()",
  );
  await eventually(() => done.length > 0, { within: 5_000 });
  expect(done).toEqual(["left behind"]);
});

test("jobs that wait for their queue follow at once, not at the next poll", async () => {
  const other = await createControlDatabase();
  const opened = openControlDatabase(other.url, log);
  const addNext = (left: number) => addJob(opened.db, "sweep", { left }, { queue: "of one server" });
  let ran = 0;
  const sweep = async (payload: unknown) => {
    const { left } = payload as { left: number };
    // Added while this one runs, so that nothing but its end can bring the next one about.
    if (left > 0) await addNext(left - 1);
    await sleep(50);
    ran += 1;
  };
  const patient = await startWorkers(other.url, { sweep }, log, { pollInterval: 60_000 });
  try {
    await addNext(9);
    await eventually(() => ran === 10, { within: 15_000 });
  } finally {
    await patient.stop();
    await opened.close();
    await other.drop();
  }
  expect(ran).toBe(10);
});

test("a job asked for while a worker takes the one of its key is added behind it", async () => {
  const other = await createControlDatabase();
  const opened = openControlDatabase(other.url, log);
  const ask = (name: string) => addJob(opened.db, "sweep", { name }, { key: "the same" });
  // The name of a task that nobody has used yet would be what is waited for.
  await addJob(opened.db, "sweep", {}, { runAt: new Date(Date.now() + 3_600_000) });
  const first = new pg.Client({ connectionString: other.url });
  await first.connect();
  // As it goes when a worker takes the first job in the moment after its commit.
  await first.query("begin");
  await first.query(`select graphile_worker.add_job('sweep', '{"name":"first"}', job_key => 'the same')`);
  await first.query(
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a-worker' where key is not null",
  );
  const second = ask("second");
  const waits = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await eventually(async () => (await other.query(waits)).length > 0);
  await first.query("commit");
  await second;
  const jobs = await other.query<{ name: string; free: boolean }>(
    "select payload ->> 'name' as name, locked_at is null as free from graphile_worker._private_jobs where payload ->> 'name' is not null order by id",
  );
  expect(jobs).toEqual([
    { name: "first", free: false },
    { name: "second", free: true },
  ]);
  await first.end();
  await opened.close();
  await other.drop();
});
