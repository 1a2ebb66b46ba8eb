import { setTimeout as delay } from "node:timers/promises";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSecrets } from "../platform/secrets.ts";
import { startPooler } from "../../test/support/pooler.ts";
import { connect, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { connectByUrl, openAdminConnection, type AdminConnection } from "./admin-connection.ts";
import { parseServerUrl } from "./server-url.ts";

const secrets = createSecrets("a key for these tests, long enough to be one");
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.discard());

async function open(url = postgres.adminUrl): Promise<AdminConnection> {
  const opened = await connectByUrl(url);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.connection;
}

test("an admin session cannot be led astray by a search path, a standby that is missing or a read-only default", async () => {
  await postgres.query("alter system set default_transaction_read_only = on");
  await postgres.query("select pg_reload_conf()");
  const admin = await open();
  const [row] = await admin.query(
    `select current_setting('search_path') as path, current_setting('synchronous_commit') as commit,
      current_setting('default_transaction_read_only') as read_only, current_setting('lock_timeout') as lock,
      current_setting('event_triggers') as triggers`,
  );
  expect(row).toEqual({ path: "pg_catalog, pg_temp", commit: "local", read_only: "off", lock: "2s", triggers: "off" });
  expect(admin.facts).toMatchObject({
    superuser: true,
    adminRole: "postgres",
    version: expect.stringMatching(/^18\./),
  });
  await admin.query("alter system reset default_transaction_read_only");
  await admin.query("select pg_reload_conf()");
  await admin.close();
});

test("an admin session is neither ended nor kept waiting by what the database has set for its sessions", async () => {
  await postgres.query("create database steered");
  await postgres.query("create role steering");
  const settings = [
    "local_preload_libraries = 'nothing'",
    "session_authorization = 'steering'",
    "role = 'steering'",
    "exit_on_error = on",
    "idle_session_timeout = '1ms'",
    "transaction_timeout = '1ms'",
    "statement_timeout = '1ms'",
    "lock_timeout = '1ms'",
    "default_transaction_isolation = serializable",
    "default_transaction_read_only = on",
    "default_transaction_deferrable = on",
  ];
  for (const setting of settings) await postgres.query(`alter database steered set ${setting}`);
  // A serializable transaction that only reads and may be deferred waits for whoever writes, in whichever database.
  const writer = await connect(postgres.adminUrl);
  await writer.query("begin isolation level serializable; select txid_current()");
  const known = { versionNum: 180000 };
  for (const options of [known, {}]) {
    const opened = await connectByUrl(postgres.urlFor("steered"), options);
    if (!opened.ok) throw new Error(opened.reason);
    const { connection } = opened;
    expect(connection.dbname).toBe("steered");
    expect(connection.facts).toMatchObject({ adminRole: "postgres", superuser: true });
    await delay(20);
    await expect(connection.query("select 1 / 0")).rejects.toThrow("division by zero");
    expect(await connection.query("select txid_current() > 0 as writes")).toEqual([{ writes: true }]);
    await connection.close();
  }
  await writer.end();
  await postgres.query("drop database steered");
  await postgres.query("drop role steering");
});

test.each([13, 16, 17, 18])(
  "what an admin session of %i reads is written as ever, whatever the database has set",
  async (version) => {
    const server = await startPostgres({ version });
    const steering = {
      quote_all_identifiers: "on",
      standard_conforming_strings: "off",
      bytea_output: "escape",
      extra_float_digits: "-15",
      xmlbinary: "hex",
      array_nulls: "off",
      transform_null_equals: "on",
      lc_messages: "'C.UTF-8'",
      DateStyle: "'SQL, DMY'",
      IntervalStyle: "iso_8601",
      TimeZone: "'Asia/Tokyo'",
    };
    for (const [name, value] of Object.entries(steering))
      await server.query(`alter database template1 set ${name} = ${value}`);
    const opened = await connectByUrl(server.urlFor("template1"));
    if (!opened.ok) throw new Error(opened.reason);
    const [row] = await opened.connection.query(
      `select quote_ident('a') as name, e'\\\\' = '\\' as backslash, '\\x41'::bytea::text as bytes, 0.1::float8::text as number,
       '{NULL}'::text[] is distinct from array['NULL'] as is_null, (1 = null) is null as no_answer,
       current_setting('lc_messages') as messages, now()::timestamptz(0) - now() < '1 s' as near`,
    );
    expect(row).toEqual({
      name: "a",
      backslash: true,
      bytes: "\\x41",
      number: "0.1",
      is_null: true,
      no_answer: true,
      messages: "C",
      near: true,
    });
    await opened.connection.close();
    await server.discard();
  },
);

test("a setting that an older server does not know is left out", async () => {
  const old = await startPostgres({ version: 13 });
  const opened = await connectByUrl(old.adminUrl, { versionNum: 180000 });
  expect(opened.ok && opened.connection.facts.version).toMatch(/^13/);
  if (opened.ok) await opened.connection.close();
  await old.discard();
});

test("a stored server is entered by another of its databases when that of its URL lets nobody in", async () => {
  await postgres.query("create database shut allow_connections false");
  const known = await open();
  const stored = {
    admin_url_sealed: secrets.seal(postgres.urlFor("shut")),
    system_identifier: known.facts.systemIdentifier,
    version: known.facts.version,
  };
  const opened = await openAdminConnection(stored, secrets);
  expect(opened.ok && opened.connection.dbname).toBe("postgres");
  if (opened.ok) await opened.connection.close();
  // To whoever attaches it, and to work within it, it is that database or none.
  expect(await connectByUrl(postgres.urlFor("shut"))).toMatchObject({ ok: false });
  expect(await openAdminConnection(stored, secrets, { dbname: "shut" })).toMatchObject({ ok: false });
  await known.close();
  await postgres.query("drop database shut");
});

test("what PostgreSQL merely warns of is kept", async () => {
  const admin = await open();
  await admin.query("create role powerless; create table public.t(); alter table public.t owner to powerless");
  await admin.query("set role powerless");
  await admin.query("revoke select on public.t from public");
  expect(admin.takeNotices()).toEqual([]);
  await admin.query("reset role; create role other; grant select on public.t to other");
  await admin.query("set role other");
  await admin.query("grant select on public.t to powerless");
  expect(admin.takeNotices()).toMatchObject([{ sqlstate: "01007" }]);
  await admin.query("reset role; drop table public.t; drop role powerless, other");
  await admin.close();
});

test("a pooler is refused, though the server behind it is the right one", async () => {
  const known = await open();
  const pooler = await startPooler(postgres.port);
  const stored = {
    admin_url_sealed: secrets.seal(pooler.through(postgres.adminUrl)),
    system_identifier: known.facts.systemIdentifier,
    version: known.facts.version,
  };
  expect(await openAdminConnection(stored, secrets)).toMatchObject({ ok: false, silent: false, refused: "pooler" });
  await known.close();
  pooler.close();
});

test("another server behind the same address is refused", async () => {
  const stored = { admin_url_sealed: secrets.seal(postgres.adminUrl), system_identifier: "1", version: "18.0" };
  expect(await openAdminConnection(stored, secrets)).toMatchObject({
    ok: false,
    silent: false,
    refused: "wrong_server",
  });
});

describe("a failure is said in words", () => {
  test.each([
    ["a wrong password", () => postgres.urlFor("postgres", "postgres", "wrong"), { refused: "wrong_password" }],
    ["an unknown database", () => postgres.urlFor("nowhere"), { refused: "no_database" }],
    ["encryption that is not offered", () => `${postgres.adminUrl}?sslmode=require`, { refused: "no_encryption" }],
    ["no listener", () => "postgresql://u:p@127.0.0.1:1/d", { silent: true, reason: "nothing listens at its address" }],
  ])("%s", async (_name, url, failure) => {
    expect(await connectByUrl(url())).toMatchObject({ ok: false, ...failure });
  });

  test("a server that takes the connection and says nothing", async () => {
    const mute = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => mute.once("listening", resolve));
    const { port } = mute.address() as AddressInfo;
    const opened = await connectByUrl(`postgresql://u:p@127.0.0.1:${port}/d?sslmode=disable`, {
      connectTimeoutMs: 200,
    });
    expect(opened).toMatchObject({ ok: false, silent: true, reason: "it did not answer in time" });
    mute.close();
  });
});

test("a URL is read without its files, and refused in words", () => {
  expect(parseServerUrl("postgresql://ada:p%40ss@[::1]:6543/shop?sslmode=require&sslkey=/etc/passwd")).toEqual({
    host: "::1",
    port: 6543,
    user: "ada",
    password: "p@ss",
    dbname: "shop",
    sslmode: "require",
  });
  expect(parseServerUrl("postgres://ada:x@host")).toMatchObject({ dbname: "ada", port: 5432, sslmode: "prefer" });
  expect(parseServerUrl("mysql://ada:x@host/d")).toMatch("postgresql://");
  expect(parseServerUrl("postgres://host/d")).toBe("The URL names no user.");
  expect(parseServerUrl("postgres://a:%zz@host/d")).toMatch("%25");
  expect(parseServerUrl("postgres://a:b@host/d?sslmode=maybe")).toMatch("sslmode");
});
