import type { DatabasePermission, Standing } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { eventually } from "../../test/support/signals.ts";
import { openControlDatabase, type ControlDatabase } from "../platform/control-database.ts";
import { createLog } from "../platform/log.ts";
import { Refusal } from "../platform/refusal.ts";
import { permit } from "./permit.ts";
import { mayDo } from "./permissions.ts";

let control: TestControlDatabase;
let opened: ControlDatabase;
let rows: DatabaseRows;
let server: string;
let ada: string;
let database: string;

beforeAll(async () => {
  control = await createControlDatabase();
  opened = openControlDatabase(control.url, createLog("silent"));
  rows = databaseRows(control);
  ada = await rows.account("ada@example.com", false);
  server = await rows.server();
  database = await rows.database("my-dedicated-db", ada, server);
});
afterAll(async () => {
  await opened.close();
  await control.drop();
});

const ask = (accountId: string, permission: DatabasePermission, reference: string) =>
  permit(opened.db, { accountId }, permission, reference);

async function refusal(asked: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`);
  return { code: error.code, message: error.message };
}

describe("the permission table", () => {
  const standings: Standing[] = ["owner", "full", "read-write", "read-only"];
  test.each<[DatabasePermission, string, string]>([
    ["database.show", "owner full read-write read-only", "owner full read-write read-only"],
    ["database.change", "owner", "owner"],
    ["database.delete", "owner", "owner"],
    ["collaborators.list", "owner full read-write read-only", "owner full read-write read-only"],
    ["collaborators.manage", "owner full", "owner"],
    ["collaborators.leave", "owner full read-write read-only", "owner full read-write read-only"],
    ["connection.use", "owner full read-write read-only", "owner full read-write read-only"],
    ["closures.list", "owner full", "owner"],
    ["events.list", "owner full read-write read-only", "owner full read-write read-only"],
  ])("%s: %s; when the owner keeps the management: %s", (permission, shared, kept) => {
    const allowed = (by: "owner" | "full") => standings.filter((each) => mayDo(each, by, permission)).join(" ");
    expect([allowed("full"), allowed("owner")]).toEqual([shared, kept]);
  });
});

test("the owner is found by name and by id, verified or not", async () => {
  for (const reference of ["my-dedicated-db", database, database.toUpperCase()]) {
    const grant = await ask(ada, "database.delete", reference);
    expect([grant.standing, grant.database.id]).toEqual(["owner", database]);
    expect(grant.database).not.toHaveProperty("access");
  }
});

test("an accepted collaborator has the standing of their access level", async () => {
  const bob = await rows.account("bob@example.com");
  await rows.collaborator(database, bob, "accepted", "read-only");
  expect((await ask(bob, "database.show", database)).standing).toBe("read-only");
  expect(await refusal(ask(bob, "collaborators.manage", database))).toEqual({
    code: "not_permitted",
    message: "Only the owner and collaborators with full access of my-dedicated-db may manage its collaborators.",
  });
  expect(await refusal(ask(bob, "database.delete", database))).toEqual({
    code: "not_permitted",
    message: "Only the owner of my-dedicated-db may delete it.",
  });
});

test("pending, revoking and ended people learn no more than a stranger", async () => {
  for (const status of ["pending", "revoking", "ended"] as const) {
    const account = await rows.account(`${status}@example.com`);
    await rows.collaborator(database, account, status);
    for (const permission of ["database.show", "collaborators.leave"] as const) {
      const known = await refusal(ask(account, permission, "my-dedicated-db"));
      const unknown = await refusal(ask(account, permission, "no-such-database"));
      expect(known).toEqual({
        code: "not_found",
        message: "There is no database my-dedicated-db that you may use.",
      });
      expect(unknown.message.replace("no-such-database", "my-dedicated-db")).toBe(known.message);
    }
  }
});

test("a deleted database is no longer there, and its name may be used again", async () => {
  const at = new Date();
  const gone = { state: "deleted", deleting_at: at, deleted_at: at, delete_data: "keep" };
  const old = await rows.database("second-hand", ada, server, gone);
  expect((await refusal(ask(ada, "database.show", old))).code).toBe("not_found");
  const fresh = await rows.database("second-hand", ada, server);
  expect((await ask(ada, "database.show", "second-hand")).database.id).toBe(fresh);
});

test("a revoke that commits first takes the permission from a request that waited for it", async () => {
  const carl = await rows.account("carl@example.com");
  const id = await rows.collaborator(database, carl, "accepted");
  const client = await opened.pool.connect();
  await client.query("begin");
  await client.query(
    "update collaborators set status = 'revoking', revoking_at = now(), end_reason = 'revoked' where id = $1",
    [id],
  );
  const invite = refusal(
    opened.db.transaction().execute((tx) => permit(tx, { accountId: carl }, "collaborators.manage", database)),
  );
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await eventually(async () => (await control.query(waiting)).length > 0);
  await client.query("commit");
  client.release();
  expect((await invite).code).toBe("not_found");
});
