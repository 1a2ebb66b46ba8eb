import { afterAll, beforeAll, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench, Person } from "../../test/support/access.ts";
import { connect, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { eventually } from "../../test/support/signals.ts";
import { findClosure } from "../collaborators/closure.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { scramVerifier } from "../platform/bundled-postgres/index.ts";
import { runSql } from "../platform/control-database.ts";
import { startWorkers, type Workers } from "../platform/jobs.ts";
import { createLog } from "../platform/log.ts";
import { accessTasks, startAccessTasks } from "./tasks.ts";

let postgres: TestPostgres;
let access: AccessBench;
let workers: Workers;
let owner: Person;
let database: { id: string; dbname: string };
let people = 0;
beforeAll(async () => {
  postgres = await startPostgres();
  access = await bench.openAccessBench();
  const serverId = await bench.addServer(access, postgres);
  owner = await bench.addAccount(access.db, "olive");
  workers = await startWorkers(
    access.controlUrl,
    { ...accessTasks(access.platform), "send-mail": () => Promise.resolve() },
    createLog("silent"),
  );
  database = await bench.addCreated(access, serverId, owner);
  await startAccessTasks(access.platform);
  await requestReconcile(access.db, database.id);
});
afterAll(async () => {
  await workers.stop();
  await access.close();
  await postgres.discard();
});

async function addMember(level: "read-only" | "full" = "read-only") {
  const person = await bench.addAccount(access.db, `camille${++people}`);
  const id = await bench.addAccepted(access.db, database.id, person, owner, level);
  await requestReconcile(access.db, database.id);
  const login = await eventually(async () => {
    const row = await bench.loginOf(access.db, id);
    return row.state === "ready" && row;
  });
  await postgres.query(`alter role "${login.role_name}" password 'their-own'`);
  return { id, login, url: postgres.urlFor(database.dbname, login.role_name, "their-own") };
}

async function revoke(id: string): Promise<void> {
  await bench.markRevoked(access.db, id, owner);
  await requestReconcile(access.db, database.id);
}

const statusOf = async (id: string): Promise<string> =>
  (await access.db.selectFrom("collaborators").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status;

const server = () => access.db.selectFrom("servers").selectAll().executeTakeFirstOrThrow();

test("an access revoked while the server is stopped is said to be open, and closed within 5 s of its return", async () => {
  const member = await addMember();
  await postgres.stop();
  await revoke(member.id);
  // A try that met the server while it was shutting down says that first.
  await eventually(async () =>
    expect(await server()).toMatchObject({ state: "silent", reason: "nothing listens at its address" }),
  );
  expect(await statusOf(member.id)).toBe("revoking");

  await postgres.start();
  await eventually(async () => (await statusOf(member.id)) === "ended", { within: 5000 });
  expect(await refusalOf(member.url)).toBe("28P01");
  expect((await findClosure(access.db, member.id))?.login_attempt.sqlstate).toBe("28P01");
  const events = await access.db.selectFrom("events").select("type").where("database_id", "=", database.id).execute();
  expect(events.filter(({ type }) => type === "server.unreachable")).toHaveLength(1);
  expect(events.filter(({ type }) => type === "server.answered")).toHaveLength(1);
});

test("a silent server is asked again at its time, not in a loop", async () => {
  await postgres.stop();
  await requestReconcile(access.db, database.id);
  await eventually(async () => (await server()).state === "silent");
  const tries = new Set<number>();
  const until = Date.now() + 5000;
  // Every two seconds at first, by the reconcile and by the look at sessions alike, and found by a poll up to one later.
  await eventually(
    async () => {
      tries.add((await server()).last_try_at?.getTime() ?? 0);
      return Date.now() > until;
    },
    { within: 6000, every: 20 },
  );
  await postgres.start();
  expect(tries.size).toBeGreaterThan(1);
  expect(tries.size).toBeLessThanOrEqual(5);
  await eventually(async () => (await server()).state === "answers", { within: 10_000 });
});

test("open sessions are counted, and so is the last login", async () => {
  const member = await addMember();
  const [one, two] = await Promise.all([connect(member.url), connect(member.url)]);
  const seen = await eventually(
    async () => {
      const row = await bench.loginOf(access.db, member.id);
      return row.sessions === 2 && row;
    },
    { within: 10_000 },
  );
  expect(seen.last_login_at).not.toBeNull();
  await Promise.all([one.end(), two.end()]);
});

const sweep = (): Promise<unknown> =>
  runSql(access.db, "select graphile_worker.add_job('sweep', '{}', job_key => 'sweep')");

test("the timer finds what nobody asked for in each of a server's databases, and has it repaired", async () => {
  const { server_id: serverId } = await access.db
    .selectFrom("databases")
    .select("server_id")
    .where("id", "=", database.id)
    .executeTakeFirstOrThrow();
  const other = await bench.addCreated(access, serverId, owner);
  await requestReconcile(access.db, other.id);
  // The owner's login of each.
  const logins = () =>
    access.db
      .selectFrom("logins")
      .select("role_name")
      .where("state", "=", "ready")
      .where("account_id", "=", owner.id)
      .where("database_id", "in", [database.id, other.id])
      .execute();
  await eventually(async () => expect(await logins()).toHaveLength(2));
  await eventually(async () => expect(await waiting("(look|reconcile):")).toBe(0));
  const names = (await logins()).map((login) => login.role_name);
  const attributes = () => postgres.query("select rolcreatedb from pg_roles where rolname = any ($1)", [names]);
  for (const name of names) await postgres.query(`alter role "${name}" createdb`);

  await sweep();
  await eventually(async () => expect(await attributes()).toEqual([{ rolcreatedb: false }, { rolcreatedb: false }]));
});

test("the timer's look at a database that is as it should be asks for nothing, and waits for nobody's turn", async () => {
  await eventually(async () => expect(await waiting("(look|reconcile):")).toBe(0));
  // A worker that lives, as its lock says, and does not get on with a reconcile of that server.
  const busy = await connect(access.controlUrl);
  await busy.query("select pg_advisory_lock(hashtextextended('busy', 0))");
  await busy.query(`update graphile_worker._private_job_queues set locked_by = 'busy', locked_at = now()
    where queue_name like 'server:%'`);
  await sweep();
  await eventually(async () => expect(await waiting("sweep$", "run_at > now() + interval '10 seconds'")).toBe(1));
  await eventually(async () => expect(await waiting("look:")).toBe(0));
  // Of the one database that is reconciled for its server as a whole.
  expect(await waiting("reconcile:")).toBe(1);
  await busy.query("update graphile_worker._private_job_queues set locked_by = null, locked_at = null");
  await busy.end();
  await eventually(async () => expect(await waiting("reconcile:")).toBe(0));
});

/** Jobs that are not done, of a key that begins like that. */
async function waiting(key: string, condition = "true"): Promise<number> {
  const { rows } = await runSql(
    access.db,
    `select count(*)::int as waiting from graphile_worker._private_jobs where key ~ ('^' || $1) and ${condition}`,
    [key],
  );
  return (rows as { waiting: number }[])[0]?.waiting ?? 0;
}

test("what nobody foresaw is said of the database, once, until a reconcile succeeds", async () => {
  const { server_id: serverId } = await access.db
    .selectFrom("databases")
    .select("server_id")
    .where("id", "=", database.id)
    .executeTakeFirstOrThrow();
  const { id } = await bench.addCreated(access, serverId, owner);
  const row = () => access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const verifier = (sealed: Buffer) =>
    access.db.updateTable("database_users").set({ verifier_sealed: sealed }).where("database_id", "=", id).execute();
  await verifier(Buffer.from("not sealed by anybody"));
  await requestReconcile(access.db, id);
  const first = await eventually(async () => (await row()).blocked ?? false);
  expect(first).toMatch(/^Something unexpected went wrong, and it is tried again: .+[^.]\.$/);
  // As if that try had failed in other words.
  const other = "Something unexpected went wrong, and it is tried again: by process 7.";
  await access.db.updateTable("databases").set({ blocked: other }).where("id", "=", id).execute();
  await eventually(async () => expect((await row()).blocked).toBe(first), { within: 10_000 });
  const blockedEvents = await access.db
    .selectFrom("events")
    .select("data")
    .where("database_id", "=", id)
    .where("type", "=", "database.blocked")
    .execute();
  expect(blockedEvents).toEqual([{ data: { reason: first } }]);

  await verifier(access.platform.secrets.seal(scramVerifier(bench.appPassword)));
  await eventually(async () => expect(await row()).toMatchObject({ state: "ready", blocked: null }), {
    within: 10_000,
  });
});

test("what nobody foresaw in a look is said too: a reconcile meets it", async () => {
  const { server_id: serverId } = await access.db
    .selectFrom("databases")
    .select("server_id")
    .where("id", "=", database.id)
    .executeTakeFirstOrThrow();
  const { id, dbname } = await bench.addCreated(access, serverId, owner);
  await requestReconcile(access.db, id);
  const row = () => access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  await eventually(async () => expect(await row()).toMatchObject({ state: "ready", blocked: null }));
  await eventually(async () => expect(await waiting("(look|reconcile):")).toBe(0));
  // Whom a look would have to make.
  await postgres.query(`comment on role "${dbname}_app" is null`);
  await postgres.query(`alter role "${dbname}_app" rename to "${dbname}_other"`);
  await access.db
    .updateTable("database_users")
    .set({ state: "making", role_oid: null, verifier_sealed: Buffer.from("not sealed by anybody") })
    .where("database_id", "=", id)
    .execute();
  await sweep();
  await eventually(async () => expect((await row()).blocked).toMatch(/^Something unexpected went wrong/));
});

test("an access whose time is over is revoked by the timer", async () => {
  const member = await addMember();
  await access.db
    .updateTable("collaborators")
    .set({ until: new Date(Date.now() - 1000) })
    .where("id", "=", member.id)
    .execute();
  await sweep();
  await eventually(async () => (await statusOf(member.id)) === "ended");
  expect(await findClosure(access.db, member.id)).toMatchObject({ reason: "expired", ended_by: null });
});
