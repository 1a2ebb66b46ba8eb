import type { DatabaseUser, Problem, RecordedEvent } from "@guestlist/contract";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { exchanged, type GoClient } from "../support/scalingo.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { attachOwnServer, signInTo } from "./owning-stage.ts";
import { addPerson, createDatabase, join, openStage, type Person, type Stage } from "./stage.ts";

/** Logins of applications, by every way there is to them. */
let stage: Stage;
let olive: Person;
let client: GoClient;
let browser: Browser;

beforeAll(async () => {
  stage = await openStage();
  olive = await addPerson(stage, "olive@example.com");
  client = await exchanged(`${stage.product.url}/scalingo`, olive.token);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const cli = (by: Person, database: string, args: string) =>
  guestlist(["--database", database, ...args.split(" ")], { url: stage.product.url, token: by.token });
const eventsOf = async (by: Person, database: string): Promise<RecordedEvent[]> =>
  (await by.api.get<{ events: RecordedEvent[] }>(`/v1/databases/${database}/events`)).body.events;

test("applications get logins of their own, whose passwords are shown once, and which are gone when deleted", async () => {
  const name = "applied-database";
  await createDatabase(olive, name);
  const users = async (): Promise<DatabaseUser[]> =>
    (await olive.api.get<{ users: DatabaseUser[] }>(`/v1/databases/${name}/users`)).body.users;
  const create = (body: object, by = olive) =>
    by.api.post<{ user: DatabaseUser; password: string; uri: string } & Problem>(`/v1/databases/${name}/users`, body);
  const made = await create({ name: "reporting", access: "read-only" });
  expect([made.status, made.body.user.state, made.body.user.access]).toEqual([201, "ready", "read-only"]);
  expect(await refusalOf(made.body.uri)).toBeUndefined();
  await expect(queryOnce(made.body.uri, "create table nothing (id int)")).rejects.toMatchObject({ code: "42501" });
  expect(JSON.stringify(await users())).not.toContain(made.body.password);

  const guest = await join(stage, olive, name, "writer@example.com", "read-write");
  expect((await create({ name: "guests-own" }, guest)).status).toBe(403);
  const refusals = [
    await create({ name: "reporting" }),
    await create({ name: "Bad Name" }),
    await create({ name: "pg_monitor" }),
    await create({ name: "postgres" }),
    await create({ name: "orders", access: "everything" }),
    await create({ name: "orders", password: "short" }),
  ];
  expect(refusals.map(({ body }) => body.code)).toEqual([
    "name_taken",
    "invalid_name",
    "invalid_name",
    "name_taken",
    "unknown_access_level",
    "weak_password",
  ]);

  const added = await cli(olive, name, "database-users-add worker");
  expect([added.code, added.stdout.split("\n")[0]]).toEqual([
    0,
    `-----> The login worker has been made on ${name}, with full access`,
  ]);
  const uri = /postgres\S+/.exec(added.stdout)![0];
  await queryOnce(uri, "create table made_by_worker (id int)");
  const session = await openSession(uri);
  const table = await cli(olive, name, "database-users");
  for (const part of ["applied_database_app", "open, protected", "worker", "reporting", "read-only"])
    expect(table.stdout).toContain(part);
  const reset = await cli(olive, name, "database-users-reset-password worker --keep-sessions");
  expect([reset.code, await refusalOf(uri)]).toEqual([0, "28P01"]);

  const app = (await users()).find((user) => user.protected)!;
  expect([app.can["delete"], app.why_not["delete"]]).toEqual([
    false,
    expect.stringContaining("came with its database"),
  ]);
  const kept = await cli(olive, name, "database-users-delete applied_database_app --confirm applied_database_app");
  expect([kept.code, kept.stderr]).toEqual([1, expect.stringContaining("came with its database")]);
  expect((await cli(olive, name, "database-users-delete worker --confirm wrong")).code).toBe(1);
  const gone = await cli(olive, name, "database-users-delete worker --confirm worker");
  expect([gone.code, gone.stdout]).toEqual([
    0,
    "-----> The login worker has been deleted, and PostgreSQL refuses it\n",
  ]);
  await session.ended;
  expect((await users()).map((user) => user.name)).toEqual(["applied_database_app", "reporting"]);
  expect((await eventsOf(olive, name)).find(({ type }) => type === "database_user.deleted")).toMatchObject({
    data: { login_name: "worker", sessions_ended: 1 },
  });
  // The name is free again, for a login with nothing of the old one.
  expect((await create({ name: "worker", access: "read-only" })).body.user.state).toBe("ready");
  await queryOnce(
    (await cli(olive, name, "database-users-reset-password worker")).stdout.match(/postgres\S+/)![0],
    "select 1",
  );
});

test("on a server that is down a login waits, says so, and is made or deleted as soon as it answers", async () => {
  const name = "waiting-database";
  const attached = await attachOwnServer(olive, name);
  try {
    await attached.postgres.stop();
    const made = await olive.api.post<{ user: DatabaseUser; uri: string }>(`/v1/databases/${name}/users`, {
      name: "waits",
      access: "read-only",
    });
    expect([made.status, made.body.user.state]).toEqual([201, "making"]);
    await attached.postgres.start();
    await eventually(
      async () => {
        if ((await refusalOf(made.body.uri)) !== undefined) throw new Error("not made yet");
      },
      { within: 40_000 },
    );
    await attached.postgres.stop();
    const deleted = await olive.api.delete<{ user: DatabaseUser; waiting: string }>(
      `/v1/databases/${name}/users/waits`,
      {
        confirm: "waits",
      },
    );
    expect([deleted.status, deleted.body.user.state, deleted.body.waiting]).toEqual([
      202,
      "deleting",
      `${name} does not answer: waits can still log in, and is deleted as soon as it does.`,
    ]);
    await attached.postgres.start();
    await eventually(
      async () => {
        if ((await refusalOf(made.body.uri)) !== "28P01") throw new Error("not gone yet");
      },
      { within: 40_000 },
    );
  } finally {
    await attached.postgres.discard();
  }
});

test("database users are made with the client's password or ours, listed, given another, and deleted", async () => {
  const { database } = await createDatabase(olive, "with-more-users");
  const users = `/api/databases/ad-${database.id}/users`;
  const { connection } = (
    await olive.api.get<{ connection: { host: string; port: number; dbname: string } }>(
      `/v1/databases/${database.id}/connection`,
    )
  ).body;
  const uriOf = (name: string, password: string): string =>
    `postgresql://${name}:${password}@${connection.host}:${connection.port}/${connection.dbname}`;
  // As the CLI does: it makes 64 characters itself, sends them twice, and shows its own.
  const own = "abcDEF-_".repeat(8);
  const wanted = { database_id: `ad-${database.id}`, name: "reading_only", read_only: true };
  const twice = { password: own, password_confirmation: own };
  const made = await client.post(users, { database_user: { ...wanted, ...twice } });
  expect([made.status, made.body["database_user"]]).toEqual([
    201,
    expect.objectContaining({ name: "reading_only", read_only: true, protected: false }),
  ]);
  expect(await refusalOf(uriOf("reading_only", own))).toBe(undefined);
  const worker = await client.post(users, { database_user: { ...wanted, name: "writing_too", read_only: false } });
  const { password } = worker.body["database_user"] as { password: string };
  await queryOnce(uriOf("writing_too", password), "create table made_by_worker (id int)");

  const refusals = [
    await client.post(users, { database_user: { ...wanted, ...twice } }),
    await client.post(users, { database_user: { ...wanted, name: "Bad Name" } }),
    await client.post(users, { database_user: { ...wanted, name: "another", password: "short" } }),
    await client.post(users, {
      database_user: { ...wanted, name: "another", password: own, password_confirmation: "" },
    }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([409, 422, 422, 422]);
  expect((await client.get(users)).body["database-users"]).toMatchObject([
    { protected: true, read_only: false },
    { name: "reading_only", read_only: true },
    { name: "writing_too", read_only: false },
  ]);
  const other = own.toUpperCase();
  const changed = await client.patch(`${users}/reading_only`, {
    database_user: { ...wanted, password: other, password_confirmation: other },
  });
  expect([
    changed.status,
    await refusalOf(uriOf("reading_only", own)),
    await refusalOf(uriOf("reading_only", other)),
  ]).toEqual([200, "28P01", undefined]);
  const deleted = await client.delete(`${users}/writing_too`);
  expect([deleted.status, deleted.text, await refusalOf(uriOf("writing_too", password))]).toEqual([204, "", "28P01"]);
});

test("a database user is added, its password seen once, reset, and deleted by typing its name", async () => {
  const name = "seen-database";
  await createDatabase(olive, name);
  const guest = await join(stage, olive, name, "vera@example.com", "read-write");
  const page = await signInTo(browser, stage, olive);
  await page.goto(`/databases/${name}/settings/users`);
  await page.getByText("1 application’s login can connect.").waitFor();
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByLabel("Name").fill("Shop Front");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText(/cannot be one/).waitFor();
  await page.getByLabel("Name").fill("shop_front");
  await page.getByLabel("Read-only").check();
  await page.getByRole("button", { name: "Confirm" }).click();
  const dialog = page.getByRole("dialog", { name: "shop_front is made" });
  const password = (await dialog.locator("output").textContent()) ?? "";
  expect(await stumblesOn(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row", { name: /shop_front/ });
  await row.getByText("open").waitFor();
  expect(await row.textContent()).toContain(olive.email);
  expect(await page.content()).not.toContain(password);
  expect(await stumblesOn(page)).toEqual([]);

  const app = page.getByRole("row", { name: /seen_database_app/ });
  await app.getByRole("button", { name: "Actions for seen_database_app" }).click();
  await page.getByRole("menuitem", { name: /Delete.*came with its database/ }).waitFor();
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: "Actions for shop_front" }).click();
  await page.getByRole("menuitem", { name: "Reset password" }).click();
  await page.getByRole("button", { name: "Reset the password" }).click();
  const fresh = (await page.getByRole("dialog").locator("output").textContent()) ?? "";
  expect(fresh).not.toBe(password);
  await page.getByRole("button", { name: "Done" }).click();
  await row.getByRole("button", { name: "Actions for shop_front" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByLabel("Type shop_front to confirm").fill("something");
  await page.getByRole("button", { name: "Delete shop_front" }).click();
  await page.getByText("To delete it, confirm with its name: shop_front.").waitFor();
  await page.getByLabel("Type shop_front to confirm").fill("shop_front");
  await page.getByRole("button", { name: "Delete shop_front" }).click();
  await row.waitFor({ state: "detached" });
  await page.context().close();

  const guests = await signInTo(browser, stage, guest);
  await guests.goto(`/databases/${name}/settings/users`);
  await guests.getByText(/Only the owner of seen-database, and collaborators with full access/).waitFor();
  await guests.context().close();
});

test("a database is renamed as the Terraform provider does it, and keeps its id and its connections", async () => {
  const { database, connection_uri: uri } = await createDatabase(olive, "before-renaming");
  const asked = { current_name: "before-renaming", new_name: "after-renaming" };
  const { status, body } = await client.post("/v1/apps/before-renaming/rename", asked);
  expect([status, body["app"]]).toEqual([200, expect.objectContaining({ id: database.id, name: "after-renaming" })]);
  expect((await client.get("/v1/apps/before-renaming/addons")).body).toMatchObject({ resource: "app" });
  expect(await refusalOf(uri)).toBe(undefined);
});
