import { connect, queryOnce } from "../test/support/postgres.ts";
import { addPeople, type AddedPerson } from "../test/support/people.ts";
import { eventually } from "../test/support/signals.ts";
import { timed } from "./measure.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const name = "bench-many";
const count = Number(process.env["BENCH_LOGINS"] ?? 1000);

const many = { count, access: "read-write", eachMs: 500 } as const;

/** Many logins on one server: ended one after another, and in one request; until the last one is proven gone. */
export async function benchMany(stage: BenchStage): Promise<Row[]> {
  const databaseId = await addDatabase(stage, name);
  const one = await addPeople(stage.databaseUrl, databaseId, { ...many, prefix: "serial" });
  const bulk = await addPeople(stage.databaseUrl, databaseId, { ...many, prefix: "bulk" });
  const byHand = await timed(() => closeByHand(stage));
  const oneByOne = await timed(async () => {
    for (const { id } of one) await stage.owner.api.delete(`/v1/databases/${name}/collaborators/${id}`);
    await allEnded(stage, one);
  });
  const together = await timed(async () => {
    await stage.owner.api.post(`/v1/databases/${name}/collaborators/revoke`, { ids: bulk.map(({ id }) => id) });
    await allEnded(stage, bulk);
  });
  const row = (what: string, measured: number): Row => ({
    name: `${count} logins ended ${what}`,
    measured: measured / 1000,
    against: byHand / 1000,
    ratio: measured / byHand,
    unit: "s",
    target: null,
  });
  return [row("one after another", oneByOne), row("in one request", together)];
}

/** The recipe's first two steps and one look, for as many roles. */
async function closeByHand({ adminUrlOf }: BenchStage): Promise<void> {
  const admin = await connect(adminUrlOf("postgres"));
  await admin.query(`do $$ begin execute 'create role bench_many';
    for n in 1..${count} loop execute format('create role bench_many_%s login in role bench_many', n); end loop; end $$`);
  for (let n = 1; n <= count; n += 1) {
    await admin.query(`alter role bench_many_${n} nologin password null connection limit 0 valid until '-infinity'`);
    await admin.query(`revoke bench_many from bench_many_${n} cascade`);
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usesysid = 'bench_many_${n}'::regrole`,
    );
  }
  await admin.end();
}

const allEnded = ({ databaseUrl }: BenchStage, people: readonly AddedPerson[]): Promise<unknown> =>
  eventually(
    async () => {
      const sql = "select count(*)::int as left from collaborators where id = any($1) and status <> 'ended'";
      const [row] = await queryOnce<{ left: number }>(databaseUrl, sql, [people.map(({ id }) => id)]);
      if (row?.left !== 0) throw new Error(`${row?.left} are not ended`);
      return true;
    },
    { within: 60_000 + people.length * 1000, every: 50 },
  );
