import type { Receipt, ReceiptAnswer, SignedReceipt } from "@guestlist/contract";
import type { QueryResultRow } from "pg";
import { createPublicKey, randomBytes, randomInt, verify, type KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, type Person } from "../journeys/stage.ts";
import { addPeople } from "../support/people.ts";
import { queryOnce, refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { startGuestlist, type Guestlist } from "../support/product.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { loadWorker, type TestWorker } from "../support/worker.ts";

/** ROUNDS=1000 npm test -- test/faults/killed-worker.test.ts */
const rounds = Number(process.env["ROUNDS"] ?? 200);
/** A revoke takes about that long here, from the request to the dropped role. */
const longestMs = 350;

const name = "my-dedicated-db";

let postgres: TestPostgres;
let product: Guestlist;
let owner: Person;
let worker: TestWorker;
let next: Promise<TestWorker>;

interface Member {
  readonly id: string;
  readonly email: string;
  readonly uri: string;
}

beforeAll(async () => {
  postgres = await startPostgres();
  const secretKey = randomBytes(32).toString("hex");
  product = await startGuestlist({ postgres, env: { SECRET_KEY: secretKey }, commands: ["serve", "--no-work"] });
  const env = { DATABASE_URL: product.databaseUrl!, SECRET_KEY: secretKey, DATA_DIR: product.dataDir };
  load = () => loadWorker(env);
  worker = await load();
  await worker.start();
  next = load();
  owner = await addPerson({ product }, "owner@example.com");
});
afterAll(async () => {
  await Promise.all([worker.kill(), next.then((each) => each.kill())]);
  await product.kill();
  await postgres.discard();
});

let load: () => Promise<TestWorker>;

test(
  `killed at a random moment of a revoke, ${rounds} times, nobody stays in, and every receipt is right`,
  { timeout: 60_000 + rounds * 10_000 },
  async () => {
    const members = await addMembers(rounds);
    const open: string[] = [];
    for (const member of members) {
      const session = await openSession(member.uri);
      const answered = owner.api
        .delete(`/v1/databases/${name}/collaborators/${member.id}`)
        .then(({ status }) => status)
        .catch(() => 0);
      await sleep(randomInt(longestMs));
      await restartWorker();
      await eventually(async () => (await statusOf(member.id)) === "ended", { within: 60_000, every: 20 });
      await session.ended;
      if (!["28P01", "28000"].includes((await refusalOf(member.uri)) ?? "let in")) open.push(member.email);
      expect([200, 202]).toContain(await answered);
    }
    expect(open).toEqual([]);
    await eventually(async () => (await control("select id from logins where state <> 'gone'")).length === 1, {
      within: 60_000,
    });
    expect(await wrongReceipts(members)).toEqual([]);
  },
);

async function restartWorker(): Promise<void> {
  await worker.kill();
  worker = await next;
  await worker.start();
  next = load();
}

const control = <Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  queryOnce<Row>(product.databaseUrl!, sql, values);
const statusOf = async (id: string): Promise<string | undefined> =>
  (await control<{ status: string }>("select status from collaborators where id = $1", [id]))[0]?.status;

/** Accepted, each with a login and a password: as the journeys leave them, many at once. */
async function addMembers(count: number): Promise<Member[]> {
  await owner.api.post("/v1/databases", { name });
  await eventually(async () => (await control("select from databases where state = 'ready'")).length === 1);
  const [database] = await control<{ id: string; dbname: string }>("select id, dbname from databases");
  const wanted = { prefix: "p", count, access: "read-write", eachMs: 200 } as const;
  const people = await addPeople(product.databaseUrl!, database!.id, wanted);
  for (const { role } of people) await postgres.query(`alter role "${role}" password 'their-own'`);
  return people.map(({ id, email, role }) => ({
    id,
    email,
    uri: postgres.urlFor(database!.dbname, role, "their-own"),
  }));
}

/** Signed by the installation, one closure for each person, its order of times right, and their session in it once. */
async function wrongReceipts(members: readonly Member[]): Promise<string[]> {
  const keys = await publicKeys();
  const closures = await control<{ id: string; email: string }>("select id, email from closures");
  const wrong: string[] = [];
  for (const { email } of members) {
    const own = closures.filter((each) => each.email === email);
    if (own.length !== 1) wrong.push(`${email} has ${own.length} closures`);
    for (const { id } of own) {
      const path = `/v1/databases/${name}/closures/${id}/receipt`;
      const { body } = await owner.api.get<ReceiptAnswer>(path);
      for (const signed of [body.receipt, ...body.earlier]) {
        const problem = problemOf(signed, keys);
        if (problem !== null) wrong.push(`${email}, statement ${signed.statement}: ${problem}`);
      }
    }
  }
  return wrong;
}

async function publicKeys(): Promise<Map<string, KeyObject>> {
  const { body } = await owner.api.get<{ keys: { key_id: string; public_key: string }[] }>("/v1/closure-keys");
  return new Map(body.keys.map((each) => [each.key_id, createPublicKey(each.public_key)]));
}

function problemOf(signed: SignedReceipt, keys: ReadonlyMap<string, KeyObject>): string | null {
  const key = keys.get(signed.key_id);
  const signature = Buffer.from(signed.signature, "base64");
  if (key === undefined || !verify(null, Buffer.from(signed.text), key, signature))
    return "the signature does not hold";
  const receipt = JSON.parse(signed.text) as Receipt;
  const times = [receipt.requested_at, receipt.new_logins_refused_at, receipt.last_session_gone_at].map((at) =>
    Date.parse(at),
  );
  if (times.some((at, index) => index > 0 && at < (times[index - 1] ?? 0))) return `its times are ${times.join(", ")}`;
  if (receipt.sessions_ended.length !== 1) return `it names ${receipt.sessions_ended.length} sessions`;
  if (!["28P01", "28000"].includes(receipt.login_attempt.sqlstate))
    return `the login attempt was ${receipt.login_attempt.sqlstate}`;
  if (receipt.memberships_removed.length !== 1) return `it names ${receipt.memberships_removed.length} memberships`;
  return null;
}
