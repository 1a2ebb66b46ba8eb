import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { openControlDatabase, type ControlDatabase } from "./control-database.ts";
import { createLog } from "./log.ts";
import { prepared } from "./prepared.ts";

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
