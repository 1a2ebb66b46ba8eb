import type pg from "pg";
import { openSession } from "../test/support/session.ts";
import { addPerson, invite, newUri, type Person } from "../test/journeys/stage.ts";
import { connect, refusalOf } from "../test/support/postgres.ts";
import { quantile, type Row } from "./row.ts";
import { addDatabase, loginReady, type BenchStage } from "./stage.ts";

const name = "bench-revoke-one";
const byHand = "bench_one_by_hand";
const rounds = 20;

/** Milliseconds from the wish to the death of the one open session, and to being told that all is over. */
interface Times {
  readonly dead: number;
  readonly told: number;
}

/** Revoke of somebody with one open session, against the recipe's SQL typed by hand on the same server. */
export async function benchRevokeOne(stage: BenchStage): Promise<Row[]> {
  await addDatabase(stage, name);
  const person = await addPerson(stage, "revoked@example.com");
  const admin = await connect(stage.adminUrlOf("postgres"));
  await admin.query("create role bench_one_group");
  await admin.query(`create database ${byHand}`);
  const pairs: { product: Times; bare: Times }[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const bareFirst = round % 2 === 1 ? await revokeByHand(stage, admin, round) : undefined;
    const product = await revoke(stage, person);
    const bare = bareFirst ?? (await revokeByHand(stage, admin, round));
    if (round > 0) pairs.push({ product, bare });
  }
  await admin.end();
  return [
    rowOf(pairs, "revoke with one session, until the session is dead, p50", "dead", 0.5, 8),
    rowOf(pairs, "revoke with one session, until the session is dead, p95", "dead", 0.95, 8),
    rowOf(pairs, "revoke with one session, until 200 with the proof, p50", "told", 0.5, null),
    rowOf(pairs, "revoke with one session, until 200 with the proof, p95", "told", 0.95, null),
  ];
}

function rowOf(
  pairs: readonly { product: Times; bare: Times }[],
  rowName: string,
  moment: keyof Times,
  share: number,
  target: number | null,
): Row {
  const measured = quantile(
    pairs.map((pair) => pair.product[moment]),
    share,
  );
  const against = quantile(
    pairs.map((pair) => pair.bare[moment]),
    share,
  );
  return { name: rowName, measured, against, ratio: measured / against, unit: "ms", target };
}

async function revoke({ owner }: BenchStage, person: Person): Promise<Times> {
  const { id } = await invite(owner, name, person.email);
  await person.api.post("/v1/invitations/accept", { id });
  await loginReady(person, name);
  const uri = await newUri(person, name);
  const session = await openSession(uri);
  const started = performance.now();
  const [dead, told] = await Promise.all([
    session.ended.then(() => performance.now() - started),
    owner.api.delete(`/v1/databases/${name}/collaborators/${id}`).then(({ status, body }) => {
      if (status !== 200 || body["closure"] === null) throw new Error(`not closed: ${JSON.stringify(body)}`);
      return performance.now() - started;
    }),
  ]);
  if ((await refusalOf(uri)) === undefined) throw new Error("a revoked login was let in");
  return { dead, told };
}

async function revokeByHand({ adminUrlOf }: BenchStage, admin: pg.Client, round: number): Promise<Times> {
  const role = `bench_one_person_${round}`;
  await admin.query(`create role ${role} login password 'only-for-the-bench' in role bench_one_group`);
  const uri = Object.assign(new URL(adminUrlOf(byHand)), { username: role, password: "only-for-the-bench" }).href;
  const session = await openSession(uri);
  const started = performance.now();
  const [dead, told] = await Promise.all([
    session.ended.then(() => performance.now() - started),
    closeByHand(admin, role).then(() => performance.now() - started),
  ]);
  await admin.query(`drop role ${role}`);
  return { dead, told };
}

async function closeByHand(admin: pg.Client, role: string): Promise<void> {
  await admin.query(`alter role ${role} nologin password null connection limit 0 valid until '-infinity'`);
  await admin.query(`revoke bench_one_group from ${role} cascade`);
  const end = `select count(pg_terminate_backend(pid))::int as left from pg_stat_activity
    where usesysid = '${role}'::regrole and pid <> pg_backend_pid()`;
  while ((await admin.query<{ left: number }>(end)).rows[0]?.left !== 0);
}
