import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { changeDatabase } from "./change.ts";
import { listDatabases } from "./list.ts";
import { showDatabase } from "./show.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let server: string;
let ada: string;
let bob: string;
let database: string;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [listDatabases, showDatabase, changeDatabase(async () => undefined)]);
  rows = databaseRows(control);
  [ada, bob] = [await rows.account("ada@example.com"), await rows.account("bob@example.com")];
  server = await rows.server({ name: "db-paris-1" });
  database = await rows.database("my-dedicated-db", ada, server);
  await rows.collaborator(database, bob, "accepted", "full");
  await rows.collaborator(database, await rows.account("carl@example.com"), "accepted", "read-only");
  await rows.collaborator(database, await rows.account("dora@example.com"), "pending", "read-only");
  await rows.collaborator(database, await rows.account("emil@example.com"), "revoking", "read-write");
  await rows.collaborator(database, await rows.account("fay@example.com"), "ended");
  await login(ada, null, "ready", 2);
  await login(bob, "bob@example.com", "ready", 3);
  await login(null, "emil@example.com", "closing", 1);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

/** Carl has none yet. */
async function login(account: string | null, email: string | null, state: string, sessions: number): Promise<void> {
  await control.query(
    `insert into logins (database_id, collaborator_id, account_id, role_name, role_oid, access, state, ready_at,
       closing_at, sessions, seen_at)
     select $1, c.id, coalesce($2, c.account_id), 'role_' || $5, 1, 'full', $4, now(), now(), $5::int, '2026-10-04T09:00:00Z'
     from (select 1) one left join collaborators c on c.email = $3 and c.database_id = $1`,
    [database, account, email, state, sessions],
  );
}

const show = (account: string, name = "my-dedicated-db") => served.send(account, "GET", `/v1/databases/${name}`);

test("people are counted where they stand, the owner included", async () => {
  const { status, body } = await show(ada);
  expect(status).toBe(200);
  expect(body.database).toMatchObject({
    standing: "owner",
    owner: { email: "ada@example.com", username: "ada" },
    server: { name: "db-paris-1", version: "18.4", bundled: false, state: "unknown", reason: null },
    // Ada, Bob, and Emil whom PostgreSQL would still let in.
    people: { can_log_in: 3, pending: 1, making: 1, revoking: 1, sessions: 6, seen_at: "2026-10-04T09:00:00.000Z" },
    can: {
      manage_collaborators: true,
      manage_users: true,
      delete: true,
      change: true,
      transfer: true,
      connect: true,
      leave: false,
    },
    why_not: { leave: "You own this database. Transfer it before you leave." },
  });
});

test("once new logins are refused, a revoking person no longer counts as able to log in", async () => {
  const set = (value: string) =>
    control.query(`update logins set new_logins_refused_at = ${value} where state = 'closing'`);
  await set("now()");
  expect((await show(ada)).body.database?.people).toMatchObject({ can_log_in: 2, revoking: 1 });
  await set("null");
});

test("sessions are shown to those who manage collaborators, and nobody else", async () => {
  const [{ id: carl } = { id: "" }] = await control.query<{ id: string }>(
    "select id from accounts where username = 'carl'",
  );
  expect((await show(bob)).body.database?.people.sessions).toBe(6);
  const seen = (await show(carl)).body.database;
  expect([seen?.standing, seen?.people.sessions]).toEqual(["read-only", null]);
  expect(seen?.why_not).toEqual({
    manage_collaborators:
      "Only the owner of my-dedicated-db, and collaborators with full access, manage collaborators.",
    delete: "Only the owner, ada@example.com, may delete my-dedicated-db.",
    change: "Only the owner, ada@example.com, may change the settings of my-dedicated-db.",
    manage_users: "Only the owner of my-dedicated-db, and collaborators with full access, manage database users.",
    transfer: "Only the owner, ada@example.com, may transfer my-dedicated-db.",
  });
});

test("the last activity is the newest event's", async () => {
  await control.query(
    "insert into events (type, database_id, at) values ('database.ready', $1, '2031-01-01T00:00:00Z')",
    [database],
  );
  expect((await show(bob)).body.database?.last_activity_at).toBe("2031-01-01T00:00:00.000Z");
});

test("the owner keeps the management of collaborators, once, and others may not decide that", async () => {
  const url = "/v1/databases/my-dedicated-db";
  const keep = { collaborators_managed_by: "owner" };
  expect((await served.send(bob, "PATCH", url, keep)).status).toBe(403);
  const changed = await served.send(ada, "PATCH", url, keep);
  expect([changed.status, changed.body.database?.collaborators_managed_by]).toEqual([200, "owner"]);
  await served.send(ada, "PATCH", url, keep);
  expect(await control.query("select actor_email, data from events where type = 'database.changed'")).toEqual([
    { actor_email: "ada@example.com", data: keep },
  ]);
  const seen = (await show(bob)).body.database;
  expect(seen?.can["manage_collaborators"]).toBe(false);
  expect(seen?.why_not["manage_collaborators"]).toBe(
    "The owner of my-dedicated-db keeps the management of collaborators.",
  );
  await served.send(ada, "PATCH", url, { collaborators_managed_by: "full" });
});

test("a list has what one owns and what one may use, by name, page by page", async () => {
  const at = new Date();
  await rows.database("zeta-bobs-own", bob, server);
  await rows.database("alpha-of-ada", ada, server);
  const gone = { state: "deleted", deleting_at: at, deleted_at: at, delete_data: "keep" };
  await rows.database("deleted-of-bob", bob, server, gone);
  const invited = await rows.database("only-invited", ada, server);
  await rows.collaborator(invited, bob, "pending");
  const names = (sent: { body: { databases?: { name: string }[] } }) => sent.body.databases?.map(({ name }) => name);
  const whole = await served.send(bob, "GET", "/v1/databases");
  expect(names(whole)).toEqual(["my-dedicated-db", "zeta-bobs-own"]);
  expect(whole.body.next_cursor).toBeNull();
  const first = await served.send(bob, "GET", "/v1/databases?limit=1");
  expect(names(first)).toEqual(["my-dedicated-db"]);
  const second = await served.send(bob, "GET", `/v1/databases?limit=1&cursor=${first.body.next_cursor}`);
  expect([names(second), second.body.next_cursor]).toEqual([["zeta-bobs-own"], null]);
  expect((await served.send(bob, "GET", "/v1/databases?cursor=AAAA")).status).toBe(422);
});

test("a database that is being deleted can only be watched", async () => {
  const deleting = { state: "deleting", deleting_at: new Date(), delete_data: "keep" };
  await rows.database("on-its-way-out", ada, server, deleting);
  const seen = (await show(ada, "on-its-way-out")).body.database;
  expect(new Set(Object.values(seen?.can ?? {}))).toEqual(new Set([false]));
  expect(seen?.why_not["delete"]).toBe("on-its-way-out is being deleted.");
  const changed = await served.send(ada, "PATCH", "/v1/databases/on-its-way-out", {
    collaborators_managed_by: "owner",
  });
  expect([changed.status, changed.body.code]).toEqual([409, "database_not_ready"]);
});
