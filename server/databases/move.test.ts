import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { databaseRows } from "../../test/support/database-rows.ts";
import { startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { serveJourneys, type Sent, type ServedJourneys } from "../../test/support/serve-journeys.ts";
import { changeDatabase } from "./change.ts";
import { checkDatabase } from "./check.ts";
import { createDatabase } from "./create.ts";
import { previewOwnership } from "./preview-ownership.ts";

let cluster: TestPostgres;
let control: TestControlDatabase;
let served: ServedJourneys;
let ada: string;
let url: string;

beforeAll(async () => {
  [cluster, control] = await Promise.all([startPostgres(), createControlDatabase()]);
  served = await serveJourneys(control, [
    createDatabase,
    checkDatabase,
    changeDatabase(async () => undefined),
    previewOwnership,
  ]);
  ada = await databaseRows(control).account("ada@example.com");
  await cluster.query("create role shop login");
  await cluster.query("create role maker login createrole password 'maker'");
  await cluster.query("grant shop to maker with admin option");
  await cluster.query("create database shop owner shop");
  url = cluster.urlFor("shop", "maker", "maker");
});
afterAll(async () => {
  await served.close();
  await Promise.all([cluster.discard(), control.drop()]);
});

const inTheWay =
  "The ownership cannot be moved by this admin connection: maker may not create databases, and PostgreSQL asks for that right to give one another owner. Run ALTER ROLE maker CREATEDB, or use another login.";

const post = (path: string, body: object) => served.send(ada, "POST", path, body);
const change = (ownership: string) => served.send(ada, "PATCH", "/v1/databases/my-shop", { ownership });
const preview = (to: string) => served.send(ada, "GET", `/v1/databases/my-shop/ownership-preview?to=${to}`);
const lines = async (to: string): Promise<string[]> =>
  (JSON.parse((await preview(to)).text) as { lines: string[] }).lines;
const row = async () =>
  (await control.query("select ownership, previous_owner_role from databases where name = 'my-shop'"))[0];
const become = (ownership: string, previous: string | null, blocked: string | null = null) =>
  control.query("update databases set ownership = $1, previous_owner_role = $2, blocked = $3", [
    ownership,
    previous,
    blocked,
  ]);

const refusal = ({ status, body }: Sent) => [status, body.code, body.detail];

test("the check tells of an admin that cannot move the ownership, and refuses it for a move", async () => {
  const kept = await post("/v1/databases/check", { url });
  expect(kept.body).toMatchObject({ attachable: true, move_preview: [inTheWay] });
  expect(kept.body.findings).toContainEqual({ kind: "limits", code: "move_refused", message: inTheWay });
  const moved = await post("/v1/databases/check", { url, ownership: "move" });
  expect(moved.body.attachable).toBe(false);
  expect(moved.body.findings).toContainEqual({ kind: "refuses", code: "move_refused", message: inTheWay });
});

test("such an admin attaches for a move nothing, and keeps the ownership where that is asked for", async () => {
  const refused = await post("/v1/databases", { name: "my-shop", url, ownership: "move" });
  expect(refusal(refused)).toEqual([422, "attach_refused", inTheWay]);
  expect(await row()).toBeUndefined();
  const kept = await post("/v1/databases", { name: "my-shop", url });
  expect(kept.status).toBe(201);
});

test("a later move is refused with the same reason, as its preview is, and nothing is asked for", async () => {
  await become("kept", null);
  for (const sent of [await change("move"), await preview("move")])
    expect(refusal(sent)).toEqual([409, "cannot_move_ownership", inTheWay]);
  expect(await row()).toEqual({ ownership: "kept", previous_owner_role: null });
});

test("what was asked for and refused by PostgreSQL is told as it is, and so is giving it up", async () => {
  await become("moving", "shop", "PostgreSQL refuses this to the admin connection.");
  expect(await lines("move")).toEqual([
    "The ownership of my-shop is being moved already.",
    "It waits: PostgreSQL refuses this to the admin connection.",
  ]);
  expect(await lines("keep")).toEqual([
    "shop owns shop still: nothing has moved, and nothing will.",
    "Full access stays refused.",
  ]);
  await become("returning", "shop");
  expect(await lines("keep")).toEqual(["The ownership of my-shop is being returned already."]);
});

test("with the right that it asks for the move is taken", async () => {
  await become("kept", null);
  await cluster.query("alter role maker createdb");
  expect((await lines("move"))[0]).toBe("A new role that cannot log in owns shop instead of shop.");
  expect((await change("move")).body.database?.ownership).toBe("moving");
});

test("a move is not asked for while nobody can look whether it can be done", async () => {
  await become("kept", null);
  await cluster.stop();
  expect((await change("move")).body).toMatchObject({ code: "server_does_not_answer" });
  expect(await row()).toEqual({ ownership: "kept", previous_owner_role: null });
  await cluster.start();
});
