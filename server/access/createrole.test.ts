import { afterAll, beforeAll, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench, Person } from "../../test/support/access.ts";
import { connect, queryOnce, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { reconcile } from "./reconcile.ts";

/** As a provider gives it: an admin that is no superuser. */
let postgres: TestPostgres;
let access: AccessBench;
let owner: Person;
let database: { id: string; dbname: string };
beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.query("create role manager login createrole createdb password 'only-for-tests'");
  await postgres.query("grant pg_signal_backend, pg_read_all_stats to manager");
  access = await bench.openAccessBench();
  const serverId = await bench.addServer(access, postgres, postgres.urlFor("postgres", "manager", "only-for-tests"));
  owner = await bench.addAccount(access.db, "olive");
  database = await bench.addCreated(access, serverId, owner);
  await reconcile(access.platform, database.id);
});
afterAll(async () => {
  await access.close();
  await postgres.discard();
});

let people = 0;
async function addMember(level: "full" | "read-write" | "read-only") {
  const person = await bench.addAccount(access.db, `camille${++people}`);
  const id = await bench.addAccepted(access.db, database.id, person, owner, level);
  await reconcile(access.platform, database.id);
  const login = (await bench.loginOf(access.db, id)).role_name;
  await postgres.query(`alter role "${login}" password 'their-own'`);
  return { id, login, url: postgres.urlFor(database.dbname, login, "their-own") };
}

test("an admin that is no superuser makes a database, gives the levels, and ends them", async () => {
  const row = await access.db
    .selectFrom("databases")
    .selectAll()
    .where("id", "=", database.id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "ready", blocked: null });
  const app = postgres.urlFor(database.dbname, `${database.dbname}_app`, bench.appPassword);
  await queryOnce(app, "create table orders(n int)");
  const full = await addMember("full");
  const reader = await addMember("read-only");
  await queryOnce(full.url, "insert into orders values (1); set role none; create table public.own(n int)");
  await queryOnce(reader.url, "select * from orders");
  await expect(queryOnce(reader.url, "insert into orders values (2)")).rejects.toMatchObject({ code: "42501" });

  const session = await connect(full.url);
  const ended = new Promise((resolve) => session.once("end", resolve));
  await bench.markRevoked(access.db, full.id, owner);
  await reconcile(access.platform, database.id);
  await ended;
  expect(await refusalOf(full.url)).toBe("28P01");
  const closure = await findClosure(access.db, full.id);
  expect(closure).toMatchObject({ left_over: [], objects_moved: [{ kind: "table", count: 1 }] });
  expect(await bench.loginOf(access.db, full.id)).toMatchObject({ state: "gone", blocked: null });
});
