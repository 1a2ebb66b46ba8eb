import { connect, queryOnce } from "../test/support/postgres.ts";
import { eventually } from "../test/support/signals.ts";
import { residentMb } from "./measure.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const count = Number(process.env["BENCH_DATABASES"] ?? 1000);
const mostS = 60;
/** What a garbage collector leaves lying about is no growth. */
const mostGrowth = 1.25;

/** One round of the timer over many databases that are as they should be. */
export async function benchIdle(stage: BenchStage): Promise<Row[]> {
  const { databaseUrl, product } = stage;
  const like = await addDatabase(stage, "bench-idle");
  await addDatabases(stage, like);
  await round(databaseUrl);
  const before = residentMb(product.pid);
  const seconds = await round(databaseUrl);
  const after = residentMb(product.pid);
  return [
    {
      name: `reconcile of ${count} databases with nothing to do`,
      measured: seconds,
      against: mostS,
      ratio: seconds / mostS,
      unit: "s",
      target: 1,
    },
    {
      name: "server's memory after it, and before",
      measured: after,
      against: before,
      ratio: after / before,
      unit: "MB",
      target: mostGrowth,
    },
  ];
}

/** Each a database in PostgreSQL of its own, made from one that is ready: what is measured is that nothing has to be done. */
async function addDatabases({ databaseUrl, adminUrlOf }: BenchStage, like: string): Promise<void> {
  const rows = await queryOnce<{ id: string; dbname: string }>(databaseUrl, insertDatabases, [like, count]);
  const admin = await connect(adminUrlOf("postgres"));
  await queryOnce(databaseUrl, "select 1");
  for (const { dbname } of rows) await admin.query(`drop database if exists "${dbname}"`);
  await admin.end();
  await eventually(
    async () => {
      const [row] = await queryOnce<{ left: number }>(
        databaseUrl,
        "select count(*)::int as left from databases where state = 'making'",
      );
      if (row?.left !== 0) throw new Error(`${row?.left} databases are not made`);
      return true;
    },
    { within: 120_000 + count * 1000, every: 500 },
  );
}

const insertDatabases = `
  with made as (
    insert into databases (name, owner_account_id, server_id, dbname, kind, ownership)
    select 'idle-' || lpad(n::text, 6, '0'), d.owner_account_id, d.server_id, 'idle_' || n, 'created', 'made'
    from databases d, generate_series(1, $2::int) n where d.id = $1 returning id, dbname, server_id)
  select id, dbname, graphile_worker.add_job('reconcile', json_build_object('database_id', id),
    queue_name => 'server:' || server_id, job_key => 'reconcile:' || id) from made`;

/** Seconds from the timer's sweep to the last reconcile of it. */
async function round(databaseUrl: string): Promise<number> {
  const started = performance.now();
  await queryOnce(databaseUrl, "select graphile_worker.add_job('sweep', job_key => 'sweep', run_at => now())");
  // Of this sweep alone: where a round takes longer than the time between two, the next one's looks are there before its end.
  const jobs = "from graphile_worker._private_jobs where";
  const rounds = "(key like 'look:%' or key like 'reconcile:%')";
  const asked = await eventually(
    async () => {
      // It asks for the next one when it has asked for every look.
      const over = `exists (select ${jobs} key = 'sweep' and run_at > now() + interval '30 s')`;
      const [row] = await queryOnce<{ last: string | null }>(
        databaseUrl,
        `select max(id) as last ${jobs} ${rounds} and ${over}`,
      );
      return row?.last ?? false;
    },
    { within: 30_000, every: 20 },
  );
  const left = `select ${jobs} ${rounds} and id <= $1 limit 1`;
  await eventually(async () => (await queryOnce(databaseUrl, left, [asked])).length === 0, {
    within: 600_000,
    every: 500,
  });
  return (performance.now() - started) / 1000;
}
