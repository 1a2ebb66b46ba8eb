import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { connect, queryOnce, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { eventually } from "../../test/support/signals.ts";
import { migrate } from "../platform/migrate.ts";
import { ensureConfiguredServer, whyNoDatabases } from "./configured-server.ts";
import { createDatabase } from "./create.ts";

let cluster: TestPostgres;
let control: TestControlDatabase;
let served: ServedJourneys;
let ada: string;

const configure = (adminUrl: string, bundled = true) =>
  ensureConfiguredServer(served.platform.db, served.platform.secrets, {
    adminUrl,
    bundled,
    databaseUrl: control.url,
  });
const create = (account: string, name: string) => served.send(account, "POST", "/v1/databases", { name });

/** Does what the reconciler would, as far as the waiting request sees it. */
const becomeReady = (name: string) =>
  eventually(async () => {
    const rows = await control.query(
      `with done as (update databases set state = 'ready', ready_at = now() where name = $1 returning id)
       select pg_notify('guestlist_changed', id::text) from done`,
      [name],
    );
    return rows.length > 0;
  });

beforeAll(async () => {
  // The configured server is the control database's own, so this one is not the shared cluster of the tests.
  cluster = await startPostgres();
  await cluster.query("create role keeper login password 'keeper'");
  await cluster.query("create database control owner keeper");
  const url = cluster.urlFor("control", "keeper", "keeper");
  await migrate(url);
  control = { url, query: (sql, values) => queryOnce(url, sql, values), drop: async () => undefined };
  served = await serveJourneys(control, [createDatabase]);
  ada = await databaseRows(control).account("ada@example.com");
});
afterAll(async () => {
  await served.close();
  await cluster.discard();
});

test("without a server of its own Guestlist says so, and nothing is left behind", async () => {
  const refused = await create(ada, "my-dedicated-db");
  expect([refused.status, refused.body.code]).toEqual([422, "cannot_create"]);
  expect(await control.query("select from databases")).toHaveLength(0);
});

test("the configured server is saved once, sealed, and closes the control database to other logins", async () => {
  await cluster.query("create role stranger login password 'stranger'");
  const stranger = cluster.urlFor("control", "stranger", "stranger");
  await (await connect(stranger)).end();
  expect(await configure(cluster.adminUrl)).toBeNull();
  expect(await configure(cluster.adminUrl)).toBeNull();
  await expect(connect(stranger)).rejects.toMatchObject({ code: "42501" });
  const rows = await control.query("select name, host, port, sslmode, superuser, state, admin_url_sealed from servers");
  expect(rows).toHaveLength(1);
  const { admin_url_sealed: sealed, ...rest } = rows[0]!;
  expect(rest).toEqual({
    name: "bundled",
    host: "127.0.0.1",
    port: cluster.port,
    sslmode: "disable",
    superuser: true,
    state: "answers",
  });
  expect((sealed as Buffer).toString("latin1")).not.toContain("only-for-tests");
  expect(served.platform.secrets.open(sealed as Buffer)).toBe(`${cluster.adminUrl}?sslmode=disable`);
});

test("a configured server that another cluster has replaced keeps its databases and loses the mark", async () => {
  await control.query("update servers set system_identifier = '1', host = 'old.example.com'");
  await configure(cluster.adminUrl);
  const rows = await control.query("select bundled, system_identifier = '1' as old from servers order by old");
  expect(rows).toEqual([
    { bundled: true, old: false },
    { bundled: false, old: true },
  ]);
  await control.query("delete from servers where not bundled");
});

test("creating writes rows, event and job, and answers with the application's URI once it is ready", async () => {
  const [answer] = await Promise.all([create(ada, "my-dedicated-db"), becomeReady("my-dedicated-db")]);
  expect([answer.status, answer.body.database]).toMatchObject([
    201,
    { name: "my-dedicated-db", state: "ready", kind: "created", ownership: "made", dbname: "my_dedicated_db" },
  ]);
  const uri = new URL(answer.body.connection_uri ?? "");
  expect([uri.username, uri.host, uri.pathname, uri.search]).toEqual([
    "my_dedicated_db_app",
    `127.0.0.1:${cluster.port}`,
    "/my_dedicated_db",
    "?sslmode=disable",
  ]);
  const [user] = await control.query("select role_name, protected, state, verifier_sealed from database_users");
  expect(user).toMatchObject({ role_name: "my_dedicated_db_app", protected: true, state: "making" });
  const verifier = served.platform.secrets.open(user!["verifier_sealed"] as Buffer);
  expect(fits(verifier, uri.password)).toBe(true);
  expect(await control.query("select type, actor_email from events")).toEqual([
    { type: "database.created", actor_email: "ada@example.com" },
  ]);
  expect(await control.query("select key from graphile_worker.jobs")).toEqual([
    { key: `reconcile:${answer.body.database?.id}` },
  ]);
  const everything = await control.query(
    "select databases::text, database_users::text, events::text from databases, database_users, events",
  );
  expect(JSON.stringify(everything)).not.toContain(uri.password);
});

test("PostgreSQL lets somebody in with the password of the answer's verifier", async () => {
  const [answer] = await Promise.all([create(ada, "verifier-works"), becomeReady("verifier-works")]);
  const uri = new URL(answer.body.connection_uri ?? "");
  const [user] = await control.query("select verifier_sealed from database_users where role_name = $1", [uri.username]);
  const verifier = served.platform.secrets.open(user!["verifier_sealed"] as Buffer);
  await cluster.query(`create role ${uri.username} login password '${verifier}'`);
  await (await connect(cluster.urlFor("postgres", uri.username, uri.password))).end();
  await expect(connect(cluster.urlFor("postgres", uri.username, "wrong"))).rejects.toMatchObject({ code: "28P01" });
});

test("a name is taken for everybody, in the same words, also for fifty at once", async () => {
  const bob = await databaseRows(control).account("bob@example.com");
  const [own, others] = [await create(ada, "my-dedicated-db"), await create(bob, "my-dedicated-db")];
  expect([own.status, own.body.code, own.body.detail]).toEqual([
    409,
    "name_taken",
    "The name my-dedicated-db is taken. Choose another one.",
  ]);
  expect(others.body.detail).toBe(own.body.detail);
  const [, ...many] = await Promise.all([
    becomeReady("all-at-once"),
    ...Array.from({ length: 50 }, () => create(ada, "all-at-once")),
  ]);
  expect(many.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(many.filter(({ body }) => body.code === "name_taken")).toHaveLength(49);
});

test("a name that PostgreSQL has already, of a database or a role, is given a number there", async () => {
  await cluster.query("create database strangers_own");
  await cluster.query("create role strangers_own_2_app");
  const [next] = await Promise.all([create(ada, "strangers-own"), becomeReady("strangers-own")]);
  expect(next.body.database).toMatchObject({ name: "strangers-own", dbname: "strangers_own_3" });
});

test("a name that begins with pg- gives its application a login that PostgreSQL does not keep for itself", async () => {
  const [answer] = await Promise.all([create(ada, "pg-shop"), becomeReady("pg-shop")]);
  expect(answer.body.database).toMatchObject({ name: "pg-shop", dbname: "pg_shop" });
  expect(new URL(answer.body.connection_uri ?? "").username).toBe("db_pg_shop_app");
});

test("an unverified address creates nothing", async () => {
  const eve = await databaseRows(control).account("eve@example.com", false);
  const refused = await create(eve, "eves-database");
  expect([refused.status, refused.body.code]).toEqual([403, "address_not_verified"]);
});

test("a configured login without the rights is kept, and creating says which are missing", async () => {
  expect(await configure(control.url, false)).toContain("The login keeper of DATABASE_URL may not create databases");
  const refused = await create(ada, "no-rights-here");
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    422,
    "cannot_create",
    "The login keeper of DATABASE_URL may not create databases and roles (CREATEDB and CREATEROLE). Give it these rights, or attach an existing database by its URL.",
  ]);
  await cluster.query("alter role keeper createdb createrole");
  expect(await whyNoDatabases(served.platform.db)).toBeNull();
  await cluster.query("grant connect on database control to public");
  expect((await create(ada, "open-to-all")).body.detail).toContain("REVOKE CONNECT");
  await cluster.query("revoke connect on database control from public");
});

/** RFC 5803: the stored key is the hash of the client key, which only the password gives. */
function fits(verifier: string, password: string): boolean {
  const [, iterations = "", salt = "", stored] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):/.exec(verifier) ?? [];
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  return createHash("sha256").update(clientKey).digest("base64") === stored;
}
