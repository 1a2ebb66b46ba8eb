import { connect, queryOnce } from "../test/support/postgres.ts";
import { addPeople } from "../test/support/people.ts";
import { eventually } from "../test/support/signals.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-tables";
const count = Number(process.env["BENCH_TABLES"] ?? 20_000);

/** Somebody who owns many tables is revoked: until the access is closed, and until the last table has another owner. */
export async function benchTables(stage: BenchStage): Promise<Row[]> {
  const { owner, databaseUrl, adminUrlOf } = stage;
  const databaseId = await addDatabase(stage, name);
  const [person] = await addPeople(databaseUrl, databaseId, {
    prefix: "maker",
    count: 1,
    access: "read-write",
    eachMs: 500,
  });
  if (person === undefined) throw new Error("nobody was added");
  const [database] = await queryOnce<{ dbname: string }>(databaseUrl, "select dbname from databases where id = $1", [
    databaseId,
  ]);
  const admin = await connect(adminUrlOf(database?.dbname ?? ""));
  await makeTables(admin, person.role);
  const started = performance.now();
  const { status } = await owner.api.delete(`/v1/databases/${name}/collaborators/${person.id}`);
  const closed = performance.now() - started;
  if (status !== 200) throw new Error(`not closed: ${status}`);
  await eventually(
    async () => {
      const [login] = await queryOnce<{ state: string; blocked: string | null }>(
        databaseUrl,
        "select state, blocked from logins where collaborator_id = $1",
        [person.id],
      );
      if (login?.state !== "gone") throw new Error(`the login is ${login?.state}: ${login?.blocked}`);
      return true;
    },
    { within: 600_000, every: 200 },
  );
  const cleaned = performance.now() - started;
  const [left] = (
    await admin.query<{ kept: number }>(
      "select count(*)::int as kept from pg_tables where tableowner = 'guestlist_kept'",
    )
  ).rows;
  await admin.end();
  if (left?.kept !== count) throw new Error(`${left?.kept} of ${count} tables are kept`);
  const row = (what: string, measured: number): Row => ({
    name: `owner of ${count} tables revoked, until ${what}`,
    measured: measured / 1000,
    against: 0,
    ratio: 0,
    unit: "s",
    target: null,
  });
  return [row("closed", closed), row("the login is dropped", cleaned)];
}

/** In transactions of a thousand: each takes locks. */
async function makeTables(admin: Awaited<ReturnType<typeof connect>>, role: string): Promise<void> {
  await admin.query(`create schema made; grant create, usage on schema made to "${role}"; set role "${role}"`);
  for (let from = 0; from < count; from += 1000)
    await admin.query(`do $$ begin for n in ${from}..${Math.min(from + 1000, count) - 1} loop
      execute format('create table made.t%s(n int)', n); end loop; end $$`);
  await admin.query("reset role");
}
