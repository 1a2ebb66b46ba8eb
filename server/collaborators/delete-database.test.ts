import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { eventually } from "../../test/support/signals.ts";
import { deleteDatabase } from "./delete-database.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let server: string;
let ada: string;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [deleteDatabase]);
  rows = databaseRows(control);
  ada = await rows.account("ada@example.com");
  server = await rows.server();
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

const remove = (account: string, name: string, query = "", confirm = name) =>
  served.send(account, "DELETE", `/v1/databases/${name}${query}`, { confirm });
const stateOf = async (name: string) => (await control.query("select state from databases where name = $1", [name]))[0];

/** What the reconciler does in the end, or the observer of a server that is away. */
const meanwhile = (name: string, sql: string) =>
  eventually(async () => {
    const found = await control.query("select id from databases where name = $1 and state = 'deleting'", [name]);
    if (found.length === 0) return false;
    await control.query(sql);
    await control.query("select pg_notify('guestlist_changed', $1)", [found[0]!["id"]]);
    return true;
  });

test("deleting ends everybody at once: invitations are withdrawn, accesses are revoking", async () => {
  const database = await rows.database("my-dedicated-db", ada, server);
  for (const status of ["pending", "accepted", "revoking", "ended"] as const)
    await rows.collaborator(database, await rows.account(`${status}@example.com`), status);
  const done = "update databases set state = 'deleted', deleted_at = now() where name = 'my-dedicated-db'";
  const [sent] = await Promise.all([remove(ada, "my-dedicated-db", "?data=drop"), meanwhile("my-dedicated-db", done)]);
  expect([sent.status, sent.body.database?.state, sent.body.waiting]).toEqual([200, "deleted", null]);
  expect(
    await control.query("select email, status, end_reason, ended_by_account_id from collaborators order by invited_at"),
  ).toEqual([
    { email: "pending@example.com", status: "ended", end_reason: "database_deleted", ended_by_account_id: ada },
    { email: "accepted@example.com", status: "revoking", end_reason: "database_deleted", ended_by_account_id: ada },
    { email: "revoking@example.com", status: "revoking", end_reason: "revoked", ended_by_account_id: null },
    { email: "ended@example.com", status: "ended", end_reason: "declined", ended_by_account_id: null },
  ]);
  expect(await control.query("select type, subject_email, data from events order by id")).toEqual([
    { type: "database.deleting", subject_email: null, data: { data: "drop" } },
    { type: "invitation.withdrawn", subject_email: "pending@example.com", data: {} },
    { type: "collaborator.revoking", subject_email: "accepted@example.com", data: { reason: "database_deleted" } },
  ]);
  expect(await control.query("select key from graphile_worker.jobs")).toEqual([{ key: `reconcile:${database}` }]);
  expect((await remove(ada, "my-dedicated-db")).status).toBe(404);
});

test("the name has to be typed exactly, and only the owner is asked for it", async () => {
  const database = await rows.database("other-database", ada, server);
  const wrong = await remove(ada, "other-database", "", "Other-database");
  expect([wrong.status, wrong.body.code, wrong.body.errors?.[0]?.field]).toEqual([422, "confirm_name", "confirm"]);
  const bob = await rows.account("bob@example.com");
  await rows.collaborator(database, bob, "accepted", "full");
  expect((await remove(bob, "other-database")).body.code).toBe("not_permitted");
  expect(await stateOf("other-database")).toEqual({ state: "ready" });
});

test("an attached database is never dropped", async () => {
  await rows.database("attached-one", ada, server, { kind: "attached", ownership: "kept" });
  const sent = await remove(ada, "attached-one", "?data=drop");
  expect([sent.status, sent.body.code]).toEqual([422, "invalid_request"]);
  expect(sent.body.detail).toContain("never drops it");
  expect(await stateOf("attached-one")).toEqual({ state: "ready" });
});

test("one that could never be made can be deleted, and asking twice asks once", async () => {
  await rows.database("never-made", ada, server, { state: "making", ready_at: null, blocked: "The name is in use." });
  const silent = `update servers set state = 'silent', silent_since = now(), reason = 'nothing listens at its address',
    last_try_at = now() + interval '1 minute'`;
  const [sent] = await Promise.all([remove(ada, "never-made"), meanwhile("never-made", silent)]);
  expect([sent.status, sent.body.database?.state]).toEqual([202, "deleting"]);
  expect(sent.body.waiting).toBe(
    "never-made does not answer: access is still open, and will be closed as soon as it does.",
  );
  expect((await remove(ada, "never-made")).status).toBe(202);
  const events = await control.query("select from events where type = 'database.deleting'");
  expect(events).toHaveLength(2);
});
