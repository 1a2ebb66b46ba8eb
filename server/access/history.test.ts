import type { AccessPeriod, SessionHistory } from "@guestlist/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { serveJourneys, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { showAccessTimeline } from "./access-timeline.ts";
import { dropOldSamples, recordSamples } from "./sample-queries.ts";
import { showSessionHistory } from "./session-history.ts";

let control: TestControlDatabase;
let served: ServedJourneys;
const id: Record<string, string> = {};
const name = "watched-database";

beforeAll(async () => {
  control = await createControlDatabase();
  served = await serveJourneys(control, [showSessionHistory, showAccessTimeline]);
  const rows = databaseRows(control);
  for (const who of ["owner", "full", "reader", "pending"]) id[who] = await rows.account(`${who}@example.com`);
  id["server"] = await rows.server();
  id["database"] = await rows.database(name, id["owner"]!, id["server"]);
  const levels = { full: "full", reader: "read-only" } as const;
  for (const [who, access] of Object.entries(levels)) {
    const collaborator = await rows.collaborator(id["database"], id[who]!, "accepted", access);
    const [login] = await control.query<{ id: string }>(
      `insert into logins (database_id, account_id, collaborator_id, role_name, role_oid, state, ready_at, access)
       values ($1, $2, $3, $4, 1, 'ready', now(), $5) returning id`,
      [id["database"], id[who], collaborator, who, access],
    );
    id[`${who}-login`] = login!.id;
  }
  await rows.collaborator(id["database"], id["pending"]!, "pending");
});
afterAll(async () => {
  await served.close();
  await control.drop();
});

const look = (full: number, reader: number) =>
  recordSamples(served.platform.db, id["server"]!, [
    { id: id["full-login"]!, sessions: full, last: null },
    { id: id["reader-login"]!, sessions: reader, last: null },
  ]);
async function historyFor(who: string): Promise<SessionHistory> {
  const { body } = await served.send(id[who]!, "GET", `/v1/databases/${name}/session-history`);
  return (body as unknown as { history: SessionHistory }).history;
}
const written = () => control.query("select login_id, xmin::text as version, sessions from session_samples order by 1");

test("the most of five minutes is kept, and what is known already is not written again", async () => {
  await look(2, 0);
  const first = await written();
  expect(first).toMatchObject([{ login_id: id["full-login"], sessions: 2 }]);
  await look(1, 0);
  await look(2, 0);
  expect(await written()).toEqual(first);
  await look(3, 1);
  expect(new Set((await written()).map(({ sessions }) => sessions as number))).toEqual(new Set([1, 3]));
});

test("the history has a day in steps of five minutes, and knows nothing where nobody looked", async () => {
  const history = await historyFor("owner");
  expect(history.total).toHaveLength(288);
  expect(history.total.findLast((sessions) => sessions !== null)).toBe(4);
  expect(history.total.slice(0, 200).every((sessions) => sessions === null)).toBe(true);
  expect(history.people.map(({ email, most }) => [email, most])).toEqual([
    ["full@example.com", 3],
    ["reader@example.com", 1],
  ]);
});

test("whoever does not manage sees their own sessions alone", async () => {
  const history = await historyFor("reader");
  expect(history.people.map(({ email }) => email)).toEqual(["reader@example.com"]);
  expect(history.total.findLast((sessions) => sessions !== null)).toBe(1);
});

test("samples of more than three days are dropped", async () => {
  await control.query("update session_samples set at = at - interval '4 days' where login_id = $1", [id["full-login"]]);
  await control.query("insert into server_looks values ($1, now() - interval '4 days')", [id["server"]]);
  await dropOldSamples(served.platform.db);
  expect(await written()).toMatchObject([{ login_id: id["reader-login"] }]);
  expect(await control.query("select count(*)::int as looks from server_looks")).toEqual([{ looks: 1 }]);
});

test("the access timeline has everybody who ever accepted, and is a manager's", async () => {
  const path = `/v1/databases/${name}/access-timeline`;
  const { body } = await served.send(id["full"]!, "GET", path);
  const { periods } = body as unknown as { periods: AccessPeriod[] };
  expect(new Set(periods.map(({ email, status, to }) => `${email} ${status} ${to}`))).toEqual(
    new Set(["full@example.com accepted null", "owner@example.com owner null", "reader@example.com accepted null"]),
  );
  expect(periods[0]?.status).toBe("owner");
  expect((await served.send(id["reader"]!, "GET", path)).status).toBe(403);
});
