import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { basic, goClient, type GoClient } from "../support/scalingo.ts";
import { openScalingoStage } from "./scalingo-stage.ts";
import { eventually } from "../support/signals.ts";
import { databaseReady, join, listed, newUri, type Member, type Person, type Stage } from "./stage.ts";

/** What Scalingo's clients are told while a part is down: error shapes that they know, and nothing is lost. */
const name = "wired-database";
const other = "shop-database";
let stage: Stage;
let owner: Person;
let base: string;
let client: GoClient;
let shared: TestPostgres;
let member: Member;
let uri: string;

beforeAll(async () => {
  ({ stage, owner, base, client } = await openScalingoStage(name));
  shared = await startPostgres();
  await shared.query("create role shop_owner");
  await shared.query("create database shop owner shop_owner");
  await owner.api.post("/v1/databases", { name: other, url: shared.urlFor("shop") });
  await databaseReady(owner, other);
  member = await join(stage, owner, other, "member@example.com");
  uri = await newUri(member, other);
});
afterAll(async () => {
  await stage.close();
  await shared.discard();
});

test("a shared database that is down is told, never as a 204, and the access ends when it is back", async () => {
  const path = `/v1/apps/${other}/collaborators/${member.collaboratorId}`;
  await shared.stop();
  const asked = await client.delete(path);
  expect([asked.status, asked.body["error"]]).toEqual([409, expect.stringContaining("access is still open")]);
  const { body } = await client.get(`/v1/apps/${other}/collaborators`);
  expect(body["collaborators"]).toMatchObject([{ id: member.collaboratorId, status: "revoking" }]);
  const ad = `/api/databases/ad-${await idOf(other)}/users`;
  const wanted = {
    name: "reporting",
    read_only: true,
    password: "b".repeat(40),
    password_confirmation: "b".repeat(40),
  };
  const made = await client.post(ad, { database_user: wanted });
  expect([made.status, made.body["database_user"]]).toMatchObject([201, { name: "reporting" }]);
  const reset = await client.post(`${ad}/reporting/reset_password`);
  expect([reset.status, typeof reset.body["error"]]).toEqual([409, "string"]);
  const token = (await client.post(`/v1/apps/${other}/addons/ad-${await idOf(other)}/token`)).status;
  const state = await client.get(`/api/databases/ad-${await idOf(other)}`);
  expect([token, state.body["database"]]).toEqual([200, expect.objectContaining({ status: "stopped" })]);

  await shared.start();
  await eventually(async () => {
    const again = await client.delete(path);
    return again.status === 204 || again.status === 404;
  });
  expect(["28000", "28P01"]).toContain(await refusalOf(uri));
  const login = Object.assign(new URL(shared.urlFor("shop")), { username: "reporting", password: wanted.password });
  await eventually(async () => expect(await refusalOf(login.href)).toBe(undefined));
});

const idOf = async (ref: string) => ((await client.get(`/v1/apps/${ref}`)).body["app"] as { id: string }).id;

test("a Guestlist that dies in the middle loses nothing: asked again, it has ended the access", async () => {
  const second = await join(stage, owner, other, "second@example.com");
  const path = `/v1/apps/${other}/collaborators/${second.collaboratorId}`;
  const secondUri = await newUri(second, other);
  await shared.stop();
  const asked = client.delete(path).then(
    ({ status }) => status,
    () => "broken",
  );
  await eventually(async () => (await listed(owner, other)).some(({ status }) => status === "revoking"));
  await stage.product.kill();
  expect(await asked).not.toBe(204);
  await shared.start();
  await stage.product.restart();
  await eventually(async () => [204, 404].includes((await client.delete(path)).status));
  expect(["28000", "28P01"]).toContain(await refusalOf(secondUri));
});

test("without its control database Guestlist answers 503 in JSON, and goes on when that is back", async () => {
  await stage.postgres.stop();
  try {
    for (const path of ["/v1/databases", `/v1/apps/${name}/collaborators`, "/v1/users/self"]) {
      const { status, body } = await client.get(path);
      expect([path, status, typeof body["error"]]).toEqual([path, 503, "string"]);
    }
    const exchange = await goClient(base, basic("", owner.token)).post("/v1/tokens/exchange");
    expect([exchange.status, typeof exchange.body["error"]]).toEqual([503, "string"]);
  } finally {
    await stage.postgres.start();
  }
  await eventually(async () => (await client.get("/v1/users/self")).status === 200);
});
