import type { Receipt, ReceiptAnswer, SignedReceipt } from "@guestlist/contract";
import type { QueryResultRow } from "pg";
import { createPublicKey, randomBytes, randomInt, verify, type KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, type Person } from "../journeys/stage.ts";
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
  await control(addAccepted, [count]);
  await control(askReconcile);
  const ready =
    "select l.role_name, c.id, c.email from logins l join collaborators c on c.id = l.collaborator_id where l.state = 'ready'";
  const logins = await eventually(
    async () => {
      const rows = await control<{ role_name: string; id: string; email: string }>(ready);
      if (rows.length !== count) throw new Error(`${rows.length} of ${count} logins are ready`);
      return rows;
    },
    { within: 60_000 + count * 200 },
  );
  for (const { role_name: role } of logins) await postgres.query(`alter role "${role}" password 'their-own'`);
  const [database] = await control<{ dbname: string }>("select dbname from databases");
  return logins.map(({ id, email, role_name: role }) => ({
    id,
    email,
    uri: postgres.urlFor(database?.dbname ?? "", role, "their-own"),
  }));
}

const addAccepted = `
  with people as (
    insert into accounts (email, email_folded, username, username_folded, password_hash, email_verified_at)
    select 'p' || n || '@example.com', 'p' || n || '@example.com', 'p' || n, 'p' || n, 'none', now()
    from generate_series(1, $1::int) n returning *)
  insert into collaborators (database_id, email, email_folded, access, status, invited_by_account_id, invitation_expires_at,
    account_id, accepted_at)
  select d.id, p.email, p.email, 'read-write', 'accepted', d.owner_account_id, now() + interval '7 days', p.id, now()
  from databases d cross join people p`;

const askReconcile = `select graphile_worker.add_job('reconcile', json_build_object('database_id', id),
  queue_name => 'server:' || server_id, job_key => 'reconcile:' || id) from databases`;

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
