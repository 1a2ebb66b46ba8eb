import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { openControlDatabase } from "../platform/control-database.ts";
import { createLog } from "../platform/log.ts";
import { countEvents, selectEvents } from "./queries.ts";

let control: TestControlDatabase;
let opened: ReturnType<typeof openControlDatabase>;
let databaseId: string;
const recorded = ["login.ready", "invitation.declined", "collaborator.accepted", "collaborator.invited"];

beforeAll(async () => {
  control = await createControlDatabase();
  opened = openControlDatabase(control.url, createLog("silent"));
  const rows = databaseRows(control);
  databaseId = await rows.database("events-here", await rows.account("a@example.com"), await rows.server());
  for (const type of recorded.toReversed())
    await control.query("insert into events (type, database_id, data) values ($1, $2, '{}')", [type, databaseId]);
});
afterAll(async () => {
  await opened.close();
  await control.drop();
});

test.each([
  [undefined, recorded],
  ["collaborator", ["collaborator.accepted", "collaborator.invited"]],
  ["collaborator.invited", ["collaborator.invited"]],
  ["invitation,collaborator.invited", ["invitation.declined", "collaborator.invited"]],
  ["collaborator.%", []],
  ["%", []],
  ["collaborator\\", []],
  ["", []],
])("type %j selects %j, newest first", async (type, expected) => {
  const rows = await selectEvents(opened.db, { databaseId, limit: 9, ...(type !== undefined && { type }) });
  expect(rows.map((row) => row.type)).toEqual(expected);
  expect(await countEvents(opened.db, { databaseId, ...(type !== undefined && { type }) })).toBe(expected.length);
});
