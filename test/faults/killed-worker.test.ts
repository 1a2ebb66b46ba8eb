import type { Receipt, ReceiptAnswer, SignedReceipt } from "@guestlist/contract";
import { createPublicKey, randomBytes, randomInt, verify, type KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, type Person } from "../journeys/stage.ts";
import { addPeople } from "../support/people.ts";
import { keptSession, type KeptSession } from "../support/kept-session.ts";
import { connect, refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { startGuestlist, type Guestlist } from "../support/product.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";

/** Revokes that are cut off. ROUNDS=1000 npm test -- test/faults/killed-worker.test.ts */
const rounds = Number(process.env["ROUNDS"] ?? 200);
/** Of each server one revoke is under way when the worker dies: its accesses end one after another, a worker's servers at once. */
const servers = 4;

interface Member {
  readonly id: string;
  readonly email: string;
  readonly database: string;
  readonly uri: string;
}

let shared: TestPostgres[];
let product: Guestlist;
let owner: Person;
let worker: Guestlist;

beforeAll(async () => {
  shared = await Promise.all(Array.from({ length: servers }, () => startPostgres()));
  const secretKey = randomBytes(32).toString("hex");
  product = await startGuestlist({
    postgres: shared[0]!,
    env: { SECRET_KEY: secretKey },
    commands: ["serve", "--no-work"],
  });
  const env = { DATABASE_URL: product.databaseUrl!, SECRET_KEY: secretKey, DATA_DIR: product.dataDir };
  worker = await startGuestlist({ env, commands: ["work"] });
  owner = await addPerson({ product }, "owner@example.com");
  ({ query: control, end: endControl } = keptSession(() => connect(product.databaseUrl!)));
});
afterAll(async () => {
  await worker.kill();
  await endControl();
  await product.kill();
  await Promise.all(shared.map((each) => each.discard()));
});

/** Asked again and again: a session of its own for each time would take the CPU from what is tested. */
let control: KeptSession["query"];
let endControl: KeptSession["end"];

test(
  `killed at a random moment of ${rounds} revokes, ${servers} at a time, nobody stays in, and every receipt is right`,
  { timeout: 120_000 + rounds * 3000 },
  async () => {
    const turns = Math.ceil(rounds / servers);
    const lists = await Promise.all(shared.map((postgres, index) => addMembers(postgres, index, turns + 2)));
    const members = lists.flat();
    const [cold, warm, ...cutOff] = Array.from({ length: turns + 2 }, (_, turn) =>
      lists.flatMap((list) => list[turn] ?? []),
    );
    await revokeAll(cold!, () => Promise.resolve());
    const wholeMs = await timeOf(() => revokeAll(warm!, () => Promise.resolve()));
    let underWay = 0;
    for (const turn of cutOff)
      await revokeAll(turn, async () => {
        await sleep(randomInt(Math.ceil(wholeMs)));
        await worker.kill();
        underWay += await countRevoking(turn);
        await worker.restart();
      });
    // What was over already when the kill came shows nothing.
    expect(underWay).toBeGreaterThan(turns * servers * 0.4);
    await eventually(async () => (await control("select from logins where state <> 'gone'")).length === 0, {
      within: 60_000,
    });
    expect(await wrongReceipts(members)).toEqual([]);
  },
);

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Revokes the access of each at once; what happens meanwhile changes nothing in how it ends. */
async function revokeAll(members: readonly Member[], meanwhile: () => Promise<void>): Promise<void> {
  const sessions = await Promise.all(members.map(({ uri }) => openSession(uri)));
  const answers = members.map(({ id, database }) =>
    owner.api
      .delete(`/v1/databases/${database}/collaborators/${id}`)
      .then(({ status }) => status)
      .catch(() => 0),
  );
  await meanwhile();
  const ids = members.map(({ id }) => id);
  const open = "select from collaborators where id = any($1) and status <> 'ended'";
  await eventually(async () => (await control(open, [ids])).length === 0, { within: 60_000, every: 20 });
  await Promise.all(sessions.map(({ ended }) => ended));
  for (const { uri } of members) expect(["28P01", "28000"]).toContain((await refusalOf(uri)) ?? "let in");
  for (const answer of answers) expect([200, 202]).toContain(await answer);
}

async function countRevoking(members: readonly Member[]): Promise<number> {
  const revoking = "select from collaborators where id = any($1) and status = 'revoking'";
  return (await control(revoking, [members.map(({ id }) => id)])).length;
}

/** Accepted, each with a login and a password: as the journeys leave them, many at once. */
async function addMembers(postgres: TestPostgres, index: number, count: number): Promise<Member[]> {
  const database = `my-dedicated-db-${index}`;
  const dbname = `shop_${index}`;
  await postgres.query(`create database ${dbname}`);
  const { status } = await owner.api.post("/v1/databases", { name: database, url: postgres.urlFor(dbname) });
  expect(status).toBe(201);
  const ready = "select id from databases where name = $1 and state = 'ready'";
  const databaseId = await eventually(async () => (await control<{ id: string }>(ready, [database]))[0]?.id ?? false);
  const wanted = { prefix: `p${index}-`, count, access: "read-write", eachMs: 1000 } as const;
  const people = await addPeople(product.databaseUrl!, databaseId, wanted);
  for (const { role } of people) await postgres.query(`alter role "${role}" password 'their-own'`);
  return people.map(({ id, email, role }) => ({
    id,
    email,
    database,
    uri: postgres.urlFor(dbname, role, "their-own"),
  }));
}

/** Signed by the installation, one closure for each person, its order of times right, and their session in it once. */
async function wrongReceipts(members: readonly Member[]): Promise<string[]> {
  const keys = await publicKeys();
  const closures = await control<{ id: string; email: string }>("select id, email from closures");
  const wrong: string[] = [];
  for (const { email, database } of members) {
    const own = closures.filter((each) => each.email === email);
    if (own.length !== 1) wrong.push(`${email} has ${own.length} closures`);
    for (const { id } of own) {
      const path = `/v1/databases/${database}/closures/${id}/receipt`;
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
