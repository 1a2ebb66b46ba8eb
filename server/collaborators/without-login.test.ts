import type { Collaborator } from "@guestlist/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows, type DatabaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { deleteDatabase } from "./delete-database.ts";
import { revoke } from "./revoke.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
let rows: DatabaseRows;
let owner: string;
let database: string;
let dave: string;
let number = 0;

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [deleteDatabase, revoke]);
  rows = databaseRows(control);
});
afterAll(async () => {
  await served.close();
  await control.drop();
});
/** Accepted while the server does not answer: nobody has made them a login. */
beforeEach(async () => {
  const n = ++number;
  owner = await rows.account(`owner${n}@example.com`);
  const server = await rows.server({ name: `server-${n}`, port: 5000 + n });
  await control.query(
    "update servers set state = 'silent', silent_since = now(), reason = 'nothing listens at its address' where id = $1",
    [server],
  );
  database = await rows.database(`my-database-${n}x`, owner, server);
  dave = await rows.collaborator(database, await rows.account(`dave${n}@example.com`), "accepted");
  await control.query("update collaborators set had_login = false where id = $1", [dave]);
});

const eventsOf = async () =>
  (await control.query<{ type: string }>("select type from events where database_id = $1 order by id", [database])).map(
    ({ type }) => type,
  );

test("whoever never had a login is out at once, whatever the server does", async () => {
  const answer = await served.send(owner, "DELETE", `/v1/databases/${database}/collaborators/${dave}`);
  const { collaborator, closure } = answer.body as unknown as { collaborator: Collaborator; closure: null };
  expect([answer.status, collaborator.status, closure]).toEqual([200, "ended", null]);
  expect(await eventsOf()).toEqual(["collaborator.revoking", "collaborator.ended"]);
});

test("so are they when the database is deleted", async () => {
  const answer = await served.send(owner, "DELETE", `/v1/databases/${database}`, { confirm: `my-database-${number}x` });
  expect(answer.status).toBe(202);
  const [row] = await control.query("select status, end_reason from collaborators where id = $1", [dave]);
  expect(row).toEqual({ status: "ended", end_reason: "database_deleted" });
  expect(await eventsOf()).toEqual(["database.deleting", "collaborator.revoking", "collaborator.ended"]);
});
