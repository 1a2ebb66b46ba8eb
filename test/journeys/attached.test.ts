import type { CheckDatabaseAnswer, Database, Problem } from "@guestlist/contract";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guestlist } from "../support/cli.ts";
import { freePort } from "../support/ports.ts";
import { connect, queryOnce, refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { openSession, type Session } from "../support/session.ts";
import {
  addPerson,
  databaseReady,
  invite,
  join,
  newUri,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "the-old-shop";

let stage: Stage;
let second: TestPostgres;
let owner: Person;
/** Sessions of the two owners of tables, open since before Guestlist knew of the database. */
let shopkeeper: Session;
let bookkeeper: Session;

beforeAll(async () => {
  [stage, second] = await Promise.all([openStage(), startPostgres()]);
  owner = await addPerson(stage, "owner@example.com");
  await second.query("create role shopkeeper login password 'of the shopkeeper'");
  await second.query("create role bookkeeper login password 'of the bookkeeper'");
  await second.query("create database shop owner shopkeeper");
  shopkeeper = await openSession(second.urlFor("shop", "shopkeeper", "of the shopkeeper"));
  await shopkeeper.client.query(`
    create schema sales;
    create table sales.orders (n integer generated always as identity, what text);
    insert into sales.orders (what) values ('tea');
    grant usage, create on schema public to bookkeeper`);
  bookkeeper = await openSession(second.urlFor("shop", "bookkeeper", "of the bookkeeper"));
  await bookkeeper.client.query("create table ledger (n serial, what text); insert into ledger (what) values ('rent')");
});
afterAll(async () => {
  await stage.close();
  await second.discard();
});

const attach = (body: { url: string; ownership?: "keep" | "move"; name?: string }) =>
  owner.api.post<{ database: Database } & Problem>("/v1/databases", { name, ...body });
const databases = async () => (await owner.api.get<{ databases: Database[] }>("/v1/databases")).body.databases;

describe("What cannot be attached is refused with the reason, and nothing is kept", () => {
  afterAll(async () => {
    expect(await databases()).toEqual([]);
    expect(await second.query("select rolname from pg_roles where rolname ~ 'guestlist'")).toEqual([]);
    expect(stage.product.logs()).not.toMatch(/not the password|only-for-tests/);
  });

  test("a wrong password", async () => {
    const { status, body } = await attach({ url: second.urlFor("shop", "postgres", "not the password") });
    expect([status, body.code]).toEqual([422, "attach_refused"]);
    expect(body.detail).toMatch(/password/);
    expect(JSON.stringify(body)).not.toContain("not the password");
  });

  test("a port where nothing listens", async () => {
    const closed = new URL(second.urlFor("shop"));
    closed.port = String(await freePort());
    const { status, body } = await attach({ url: closed.href });
    expect([status, body.code]).toEqual([503, "server_does_not_answer"]);
    expect(body.detail).toContain(`127.0.0.1:${closed.port} does not answer: nothing listens at its address.`);
  });

  test("a database that is not there", async () => {
    const { status, body } = await attach({ url: second.urlFor("no_such_shop") });
    expect([status, body.code]).toEqual([422, "attach_refused"]);
    expect(body.detail).toContain("the database does not exist there");
  });

  test("an admin who may not create roles", async () => {
    const { status, body } = await attach({ url: second.urlFor("shop", "shopkeeper", "of the shopkeeper") });
    expect([status, body.code]).toEqual([422, "attach_refused"]);
    expect(body.detail).toContain("shopkeeper may not create roles");
  });

  test("an admin who may create roles, and not act for the owner", async () => {
    await second.query("create role hirer login createrole password 'of the hirer'");
    const { status, body } = await attach({ url: second.urlFor("shop", "hirer", "of the hirer") });
    expect([status, body.code]).toEqual([422, "attach_refused"]);
    expect(body.detail).toContain("hirer may not act for shopkeeper");
  });

  test("Guestlist's own database", async () => {
    const { status, body } = await attach({ url: stage.product.databaseUrl! });
    expect([status, body.code]).toEqual([422, "attach_refused"]);
    expect(body.detail).toContain("is Guestlist's own database, which is never shared.");
  });

  test.each(["nonsense", "https://127.0.0.1/shop", "postgres://127.0.0.1/shop"])("%s is no URL for it", async (url) => {
    const { status, body } = await attach({ url });
    expect([status, body.code, body.errors[0]?.field]).toEqual([422, "attach_refused", "url"]);
  });
});

describe("With its ownership kept", () => {
  test("the check tells what can be done with it, before anything is saved", async () => {
    const body = { url: second.urlFor("shop") };
    const check = await owner.api.post<CheckDatabaseAnswer>("/v1/databases/check", body);
    expect(check.status).toBe(200);
    expect(check.body).toMatchObject({
      attachable: true,
      dbname: "shop",
      admin: { name: "postgres", superuser: true },
      owner: { name: "shopkeeper", can_log_in: true },
    });
    expect(check.body.move_preview.join("\n")).toContain("instead of shopkeeper");
    expect(check.body.findings.map(({ code }) => code)).toContain("owner_can_log_in");
    expect(await databases()).toEqual([]);
  });

  test("it is attached, and its own logins go on", async () => {
    const { status, body } = await attach({ url: second.urlFor("shop"), ownership: "keep" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ connection_uri: null, database: { kind: "attached", ownership: "kept" } });
    await databaseReady(owner, name);
    expect(await shopkeeper.isOpen()).toBe(true);
    expect(await refusalOf(second.urlFor("shop", "bookkeeper", "of the bookkeeper"))).toBeUndefined();
  });

  test("it cannot be attached a second time", async () => {
    const { status, body } = await attach({ url: second.urlFor("shop"), name: "the-same-shop" });
    expect([status, body.code]).toEqual([409, "already_attached"]);
  });

  test.each([{}, { access: "full" }])("full access is refused with the reason: %j", async (more) => {
    const path = `/v1/databases/${name}/collaborators`;
    const { status, body } = await owner.api.post<Problem>(path, { email: "user@example.com", ...more });
    expect([status, body.code]).toEqual([409, "full_needs_ownership_move"]);
    expect(body.detail).toContain("could set its password and come back with it");
  });

  test("the narrower levels are given", async () => {
    const reader = await join(stage, owner, name, "first-reader@example.com", "read-only");
    const session = await connect(await newUri(reader, name));
    expect((await session.query("select what from sales.orders")).rows).toEqual([{ what: "tea" }]);
    await session.end();
  });

  test("deleting it needs its name, ends every access, and drops nothing", async () => {
    const reader = await join(stage, owner, name, "second-reader@example.com", "read-only");
    const uri = await newUri(reader, name);
    const path = `/v1/databases/${name}`;
    const wrong = await owner.api.delete<Problem>(path, { confirm: "shop" });
    expect([wrong.status, wrong.body.code]).toEqual([422, "confirm_name"]);
    const drop = await owner.api.delete<Problem>(`${path}?data=drop`, { confirm: name });
    expect([drop.status, drop.body.code]).toEqual([422, "invalid_request"]);
    expect(drop.body.detail).toContain("Guestlist never drops it");
    expect(await refusalOf(uri)).toBeUndefined();

    const { status } = await owner.api.delete(path, { confirm: name });
    expect(status).toBe(200);
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    expect(await databases()).toEqual([]);
    expect(await shopkeeper.isOpen()).toBe(true);
    expect(await queryOnce(second.urlFor("shop", "shopkeeper", "of the shopkeeper"), "table sales.orders")).toEqual([
      { n: 1, what: "tea" },
    ]);
  });
});

describe("With its ownership moved", () => {
  const levels = ["read-only", "read-write", "full"] as const;
  const people = {} as Record<(typeof levels)[number], Member>;
  const clients = {} as Record<(typeof levels)[number], pg.Client>;

  /** The SQLSTATE of the refusal, or undefined when it was done. */
  const refusal = (level: (typeof levels)[number], sql: string): Promise<string | undefined> =>
    clients[level].query(sql).then(
      () => undefined,
      (error: unknown) => (error as { code: string }).code,
    );
  const outcomes = async (sql: (level: string) => string) =>
    Object.fromEntries(await Promise.all(levels.map(async (level) => [level, await refusal(level, sql(level))])));
  const done = undefined;
  const denied = "42501";

  test("the owner asks for the move, by the command line", async () => {
    const answer = await guestlist(["database-attach", name, "--url-stdin", "--ownership", "move"], {
      url: stage.product.url,
      token: owner.token,
      stdin: second.urlFor("shop"),
    });
    expect(answer).toMatchObject({ code: 0, stderr: "" });
    expect(answer.stdout).toContain("-----> Moving the ownership changes:\n");
    expect(answer.stdout).toMatch(/-----> the-old-shop (has been|is being) attached\n$/);
    expect(await databaseReady(owner, name)).toMatchObject({ ownership: "moved" });
  });

  test("a role that cannot log in owns it now, and who owned it goes on", async () => {
    const [now] = await second.query(
      "select r.rolname, r.rolcanlogin from pg_database d join pg_roles r on r.oid = d.datdba where datname = 'shop'",
    );
    expect(now).toMatchObject({ rolcanlogin: false });
    expect(now?.["rolname"]).not.toBe("shopkeeper");
    expect(await shopkeeper.isOpen()).toBe(true);
    await shopkeeper.client.query("insert into sales.orders (what) values ('milk')");
    expect(await refusalOf(second.urlFor("shop", "shopkeeper", "of the shopkeeper"))).toBeUndefined();
  });

  test("a collaborator of each level gets a session", async () => {
    for (const level of levels) {
      people[level] = await join(stage, owner, name, `${level}@example.com`, level);
      clients[level] = await connect(await newUri(people[level], name));
    }
    expect(await outcomes(() => "select 1")).toEqual({ "read-only": done, "read-write": done, full: done });
  });

  test("everybody reads the tables of both owners", async () => {
    for (const table of ["sales.orders", "public.ledger"])
      expect(await outcomes(() => `select * from ${table}`)).toEqual({
        "read-only": done,
        "read-write": done,
        full: done,
      });
  });

  test.each([
    ["insert", (table: string) => `insert into ${table} (what) values ('x')`],
    ["update", (table: string) => `update ${table} set what = 'y' where what = 'x'`],
    ["delete", (table: string) => `delete from ${table} where what = 'y'`],
  ])("read-only cannot %s, the others can", async (_, statement) => {
    for (const table of ["sales.orders", "public.ledger"])
      expect(await outcomes(() => statement(table))).toEqual({ "read-only": denied, "read-write": done, full: done });
  });

  test("only full can create, in every schema, and change what the owner owns", async () => {
    for (const schema of ["public", "sales"])
      expect(await outcomes((level) => `create table ${schema}."of ${level}" (n integer)`)).toEqual({
        "read-only": denied,
        "read-write": denied,
        full: done,
      });
    expect(await outcomes((level) => `create schema "of ${level}"`)).toEqual({
      "read-only": denied,
      "read-write": denied,
      full: done,
    });
    expect(await outcomes(() => "alter table sales.orders add column if not exists note text")).toEqual({
      "read-only": denied,
      "read-write": denied,
      full: done,
    });
  });

  test("nobody becomes another role, or a way around it", async () => {
    for (const sql of [
      "set role shopkeeper",
      "set role bookkeeper",
      "set role postgres",
      "create role x",
      "alter role shopkeeper password 'x'",
    ])
      expect(await outcomes(() => sql)).toEqual({ "read-only": denied, "read-write": denied, full: denied });
  });

  test("the levels hold for what both owners make afterwards, from sessions old and new", async () => {
    await shopkeeper.client.query("create table sales.later (what text)");
    await bookkeeper.client.query("create table public.later (what text)");
    await queryOnce(second.urlFor("shop", "shopkeeper", "of the shopkeeper"), "create table public.newest (what text)");
    await clients.full.query("create table public.of_full (what text)");
    for (const table of ["sales.later", "public.later", "public.newest", "public.of_full"]) {
      const read = await outcomes(() => `select * from ${table}`);
      const write = await outcomes(() => `insert into ${table} values ('x')`);
      expect({ table, read, write }).toEqual({
        table,
        read: { "read-only": done, "read-write": done, full: done },
        write: { "read-only": denied, "read-write": done, full: done },
      });
    }
    await bookkeeper.client.query("insert into ledger (what) values ('wages')");
    expect(await refusal("full", "drop table public.newest")).toBe(done);
  });

  test("a level that is changed holds at once", async () => {
    const { collaboratorId } = people["read-write"];
    const path = `/v1/databases/${name}/collaborators/${collaboratorId}`;
    expect((await owner.api.patch(path, { access: "read-only" })).status).toBe(200);
    clients["read-write"] = await connect(await newUri(people["read-write"], name));
    expect(await refusal("read-write", "insert into ledger (what) values ('x')")).toBe(denied);
    expect(await refusal("read-write", "select * from ledger")).toBe(done);
  });

  test("a revoke of full ends it, and the tables it made stay", async () => {
    const uri = await newUri(people.full, name);
    const session = await openSession(uri);
    const { collaboratorId } = people.full;
    const { status } = await owner.api.delete(`/v1/databases/${name}/collaborators/${collaboratorId}`);
    expect(status).toBe(200);
    await session.ended;
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    expect(await refusal("read-only", "select * from public.of_full")).toBe(done);
    expect(await shopkeeper.isOpen()).toBe(true);
  });

  test("the role of the removed one is gone in the end, and what it owned is kept", async () => {
    await eventually(async () => (await second.query("select 1 from pg_roles where rolname ~ '^full'")).length === 0, {
      within: 10_000,
    });
    const owned = await second.query("select count(*)::int as n from pg_class where relname = 'of_full'", [], "shop");
    expect(owned).toEqual([{ n: 1 }]);
  });

  test("deleting it with people on it ends their sessions, and its own logins go on", async () => {
    await invite(owner, name, "pending@example.com", "read-only");
    const session = await openSession(await newUri(people["read-only"], name));
    const { status } = await owner.api.delete(`/v1/databases/${name}`, { confirm: name });
    expect(status).toBe(200);
    await session.ended;
    expect(await shopkeeper.isOpen()).toBe(true);
    expect(await bookkeeper.isOpen()).toBe(true);
    expect(await second.query("select datname from pg_database where datname = 'shop'")).toHaveLength(1);
  });
});
