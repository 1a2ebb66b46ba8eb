import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, queryOnce, refusalOf, startPostgres, type TestPostgres } from "./postgres.ts";
import { everyVersion, versionPackage } from "./postgres-versions.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.discard());

test("a server lets in whom it knows and refuses a wrong password", async () => {
  await postgres.query("create role ada login password 'p@ss/word'");
  await postgres.query("create database shop");
  expect(await queryOnce(postgres.urlFor("shop", "ada", "p@ss/word"), "select current_user as who")).toEqual([
    { who: "ada" },
  ]);
  expect(await refusalOf(postgres.urlFor("shop", "ada", "wrong"))).toBe("28P01");
  expect(await refusalOf(postgres.urlFor("shop", "ada", "p@ss/word"))).toBeUndefined();
});

test("two servers are told apart by their system identifier", async () => {
  const other = await startPostgres();
  const identifier = "select system_identifier::text as id from pg_control_system()";
  const [[mine], [theirs]] = [await postgres.query(identifier), await other.query(identifier)];
  expect(mine?.["id"]).toMatch(/^\d+$/);
  expect(theirs?.["id"]).not.toBe(mine?.["id"]);
  await other.discard();
});

test.each(everyVersion)("PostgreSQL %i starts and lets in with a password", async (version) => {
  const server = await startPostgres({ version });
  const [row] = await server.query("select current_setting('server_version_num')::int / 10000 as major");
  expect(row).toEqual({ major: version });
  expect(await refusalOf(server.urlFor("postgres", "postgres", "wrong"))).toBe("28P01");
  await server.discard();
});

test("a version that nobody has is refused with the versions there are", () => {
  expect(() => versionPackage(12)).toThrow("There is no PostgreSQL 12");
});

test("a stopped server comes back on the same port with the same data", async () => {
  await postgres.query("create table kept as select 1 as n");
  await postgres.stop();
  await expect(postgres.query("select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await postgres.start();
  expect(await postgres.query("select n from kept")).toEqual([{ n: 1 }]);
});

test("a killed server loses its sessions and recovers", async () => {
  const session = await connect(postgres.adminUrl);
  const ended = new Promise((resolve) => session.once("end", resolve));
  await postgres.query("create table survivor as select 2 as n");
  await postgres.kill();
  await ended;
  await postgres.start();
  expect(await postgres.query("select n from survivor")).toEqual([{ n: 2 }]);
  expect(postgres.logs()).toContain("automatic recovery in progress");
});
