import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { openControlDatabase, type ControlDatabase, type Tx } from "./control-database.ts";
import { createLog } from "./log.ts";
import { prepared, sentAlong } from "./prepared.ts";

let control: TestControlDatabase;
let opened: ControlDatabase;

beforeAll(async () => {
  control = await createControlDatabase();
  opened = openControlDatabase(control.url, createLog("silent"), 1);
});
afterAll(async () => {
  await opened.close();
  await control.drop();
});

test("a marked statement is prepared once for its connection, another one is not", async () => {
  for (const number of [1, 2]) {
    const { rows } = await sql<{ sum: number }>`${prepared} select ${number}::int + 1 as sum`.execute(opened.db);
    expect(rows).toEqual([{ sum: number + 1 }]);
    await sql`select ${number}::int + 2 as sum`.execute(opened.db);
  }
  const statements = await sql<{ text: string; used: number }>`
    select statement as text, generic_plans + custom_plans as used from pg_prepared_statements`.execute(opened.db);
  expect(statements.rows).toEqual([{ text: expect.stringContaining("+ 1 as sum"), used: 2 }]);
});

test("a marked statement may be one of Kysely's making", async () => {
  await opened.db.selectFrom("accounts").modifyFront(prepared).select("id").where("email", "=", "a").execute();
  const { rows } = await sql`select from pg_prepared_statements where statement like '%"accounts"%'`.execute(opened.db);
  expect(rows).toHaveLength(1);
});

test("a marked statement works inside a transaction too, and goes on after its table was changed", async () => {
  const count = () => sql`${prepared} select count(email)::int as count from accounts`;
  await opened.db.transaction().execute((tx) => count().execute(tx));
  await control.query("alter table accounts add column added integer");
  expect((await count().execute(opened.db)).rows).toEqual([{ count: 0 }]);
});

test("what a transaction did is taken back with it, also when BEGIN met a connection that was lost", async () => {
  await control.query("create table taken_back ()");
  const insert = "insert into taken_back default values";
  const failing = opened.db.transaction().execute(async (tx) => {
    await sql.raw(insert).execute(tx);
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await control.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guestlist' and datname = current_database()",
  );
  const onLost = opened.db.transaction().execute(async (tx) => {
    await sql.raw(insert).execute(tx);
    throw new Error("changed my mind");
  });
  await expect(onLost).rejects.toThrow(/changed my mind|terminat|connection/i);
  expect(await control.query("select from taken_back")).toEqual([]);
  await opened.db.transaction().execute(async () => undefined);
});

test("a statement that is sent along fails the one after it, COMMIT too, by its own error, and takes all back", async () => {
  const fails = () => sql`select ${sentAlong} 1 / 0`;
  const insert = (tx: Tx) => sql`insert into taken_back default values`.execute(tx);
  const following = opened.db.transaction().execute(async (tx) => {
    await insert(tx);
    await fails().execute(tx);
    await insert(tx);
  });
  await expect(following).rejects.toThrow("division by zero");
  const last = opened.db.transaction().execute(async (tx) => {
    await insert(tx);
    await fails().execute(tx);
  });
  await expect(last).rejects.toThrow("division by zero");
  expect(await control.query("select from taken_back")).toEqual([]);
  await opened.db.transaction().execute(async (tx) => {
    await sql`select ${sentAlong} 1`.execute(tx);
    await insert(tx);
  });
  expect(await control.query("select from taken_back")).toHaveLength(1);
});
