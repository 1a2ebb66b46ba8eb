import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type pg from "pg";
import { addPerson, invite, newUri, type Person } from "../test/journeys/stage.ts";
import { connect, refusalOf } from "../test/support/postgres.ts";
import { quantile, type Row } from "./row.ts";
import { addDatabase, loginReady, type BenchStage } from "./stage.ts";

const name = "bench-revoke";
const rounds = 20;
const sessions = 30;
const clients = 8;

/**
 * From the wish to the moment from which the role has no session any more, with 30 open ones and 8 clients that connect
 * again and again: over HTTP, and the same recipe by hand on the same server. An onlooker of both keeps the time.
 */
export async function benchRevoke(stage: BenchStage): Promise<Row[]> {
  await addDatabase(stage, name);
  const person = await addPerson(stage, "stormy@example.com");
  const [admin, onlooker] = await Promise.all([
    connect(stage.adminUrlOf("postgres")),
    connect(stage.adminUrlOf("postgres")),
  ]);
  await admin.query("create role bench_group");
  await admin.query("create database bench_by_hand");
  const product: number[] = [];
  const byHand: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const turns = [() => timeOfRevoke(stage, person, admin, onlooker), () => timeByHand(stage, admin, onlooker, round)];
    const first = round % 2;
    const times = [await turns[first]?.(), await turns[1 - first]?.()];
    if (round === 0) continue;
    product.push(times[first] ?? 0);
    byHand.push(times[1 - first] ?? 0);
  }
  await Promise.all([admin.end(), onlooker.end()]);
  return rowsOf(product, byHand);
}

function rowsOf(product: readonly number[], byHand: readonly number[]): Row[] {
  const row = (what: string, share: number, target: number | null): Row => {
    const [measured, against] = [quantile(product, share), quantile(byHand, share)];
    return {
      name: `revoke of ${sessions} sessions and ${clients} clients, ${what}`,
      measured,
      against,
      ratio: measured / against,
      unit: "ms",
      target,
    };
  };
  const p95 = quantile(product, 0.95);
  const limit = { name: "the same, p95, in all", measured: p95, against: 300, ratio: p95 / 300, unit: "ms", target: 1 };
  return [row("p50", 0.5, null), row("p95", 0.95, 1.5), row("max", 1, null), limit];
}

async function timeOfRevoke(
  { owner }: BenchStage,
  person: Person,
  admin: pg.Client,
  onlooker: pg.Client,
): Promise<number> {
  const { id } = await invite(owner, name, person.email);
  await person.api.post("/v1/invitations/accept", { id });
  await loginReady(person, name);
  const uri = await newUri(person, name);
  const role = decodeURIComponent(new URL(uri).username);
  // More than a person may have open. The product takes that back when it looks, but ends no session over it.
  const lift = (): Promise<unknown> => admin.query(`alter role "${role}" connection limit -1`).catch(() => undefined);
  await lift();
  const lifting = setInterval(() => void lift(), 200);
  return duringStorm(uri, role, onlooker, async () => {
    clearInterval(lifting);
    const { status, body } = await owner.api.delete(`/v1/databases/${name}/collaborators/${id}`);
    if (status !== 200 || body["closure"] === null) throw new Error(`not closed: ${JSON.stringify(body)}`);
  });
}

async function timeByHand(
  { adminUrlOf }: BenchStage,
  admin: pg.Client,
  onlooker: pg.Client,
  round: number,
): Promise<number> {
  const role = `bench_person_${round}`;
  await admin.query(`create role ${role} login password 'only-for-the-bench' in role bench_group`);
  const uri = Object.assign(new URL(adminUrlOf("bench_by_hand")), {
    username: role,
    password: "only-for-the-bench",
  }).href;
  return duringStorm(uri, role, onlooker, () => closeByHand(admin, role));
}

/** Steps 1 to 3 of the recipe, as somebody at the keyboard with a script would run them. */
async function closeByHand(admin: pg.Client, role: string): Promise<void> {
  await admin.query(`alter role ${role} nologin password null connection limit 0 valid until '-infinity'`);
  await admin.query("select pg_current_wal_insert_lsn()");
  await admin.query(`revoke bench_group from ${role} cascade`);
  const end = `select count(pg_terminate_backend(pid))::int as left from pg_stat_activity
    where usesysid = '${role}'::regrole and pid <> pg_backend_pid()`;
  for (let empty = 0; empty < 5; await pause()) {
    const [row] = (await admin.query<{ left: number }>(end)).rows;
    empty = row?.left === 0 ? empty + 1 : 0;
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Milliseconds from the call of `end` to the first of many looks that find no session of the role. */
async function duringStorm(uri: string, role: string, onlooker: pg.Client, end: () => Promise<void>): Promise<number> {
  const [found] = (await onlooker.query<{ oid: number }>("select oid from pg_roles where rolname = $1", [role])).rows;
  const storm = fork(path.join(import.meta.dirname, "storm.ts"), [uri, String(sessions), String(clients)]);
  try {
    await Promise.race([
      once(storm, "message"),
      once(storm, "exit").then(() => Promise.reject(new Error("no storm came up"))),
    ]);
    const started = performance.now();
    const [empty] = await Promise.all([emptyAt(onlooker, found?.oid ?? 0), end()]);
    if ((await refusalOf(uri)) === undefined) throw new Error("a revoked login was let in");
    return empty - started;
  } finally {
    await calm(storm);
  }
}

/** The moment from which on nobody was seen for a quarter of a second, after somebody had been. */
async function emptyAt(onlooker: pg.Client, oid: number): Promise<number> {
  const look = "select count(*)::int as there from pg_stat_activity where usesysid = $1";
  let since: number | null = null;
  let seen = false;
  for (;;) {
    const [row] = (await onlooker.query<{ there: number }>(look, [oid])).rows;
    const now = performance.now();
    seen ||= row?.there !== 0;
    since = row?.there === 0 && seen ? (since ?? now) : null;
    if (since !== null && now - since > 250) return since;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function calm(storm: ChildProcess): Promise<void> {
  const gone = once(storm, "exit");
  storm.disconnect();
  await gone;
}
