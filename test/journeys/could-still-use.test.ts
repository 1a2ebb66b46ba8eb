import type { Closure, DatabaseUser, ReceiptAnswer, Receipt, RevocationPreview } from "@guestlist/contract";
import type { Browser, Page } from "playwright-core";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { temporaryFolder } from "../support/paths.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import type { Finished } from "../support/program.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, join, newUri, openStage, type Member, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const app = "my_dedicated_db_app";

let stage: Stage;
let owner: Person;
let member: Member;
let browser: Browser;
let page: Page;
let appUri: string;
let closure: Closure;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  const created = await createDatabase(owner, name);
  await queryOnce(created.connection_uri, "create table public.orders(n int); create table public.bills(n int)");
  member = await join(stage, owner, name, "guest@example.com");
  browser = await openBrowser();
  const context = await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Databases" }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const cli = (args: string, by: Person = owner): Promise<Finished> =>
  guestlist(["--database", name, ...args.split(" ")], { url: stage.product.url, token: by.token });
const closureNow = async (): Promise<Closure> =>
  (await owner.api.get<{ closure: Closure }>(`/v1/databases/${name}/closures/${closure.number}`)).body.closure;
const itemOf = (part: string): string =>
  String(closure.could_still_use!.items.find((each) => each.name.includes(part))!.item);
const newestReceipt = async (): Promise<Receipt> => {
  const { body } = await owner.api.get<ReceiptAnswer>(`/v1/databases/${name}/closures/${closure.number}/receipt`);
  return JSON.parse(body.receipt.text) as Receipt;
};

test("whoever is shown the application's password is listed as knowing it", async () => {
  const users = async (by: Person) =>
    (await by.api.get<{ users: DatabaseUser[] }>(`/v1/databases/${name}/users`)).body.users;
  expect(await users(owner)).toMatchObject([{ name: app, protected: true, known_to: [{ email: owner.email }] }]);
  const reset = await member.api.post<{ uri: string }>(`/v1/databases/${name}/users/${app}/password`, {});
  expect(reset.status).toBe(201);
  appUri = reset.body.uri;
  await queryOnce(appUri, "insert into public.orders values (1)");
  expect(await users(owner)).toMatchObject([{ known_to: [{ email: member.email }] }]);
  const reader = await join(stage, owner, name, "reader@example.com", "read-only");
  expect(await users(reader)).toMatchObject([{ name: app, known_to: null }]);
  expect((await reader.api.post(`/v1/databases/${name}/users/${app}/password`, {})).status).toBe(403);
});

test("the preview counts what somebody opened and left, before anything ends", async () => {
  const uri = await newUri(member, name);
  await queryOnce(uri, "grant select on public.orders, public.bills to public");
  await queryOnce(
    uri,
    "set role none; create function public.trap() returns int language sql security definer as 'select 1'",
  );
  const { body } = await owner.api.get<RevocationPreview>(
    `/v1/databases/${name}/collaborators/${member.collaboratorId}/revocation-preview`,
  );
  expect(body.could_still_use!.items.map((each) => [each.kind, each.name])).toEqual([
    ["database_user", app],
    ["function", "function public.trap()"],
    ["public_privilege", "SELECT on table public.bills"],
    ["public_privilege", "SELECT on table public.orders"],
  ]);
  expect((await cli(`collaborators-preview ${member.email}`)).stdout).toContain("SELECT on table public.orders");
  await page.goto(`/databases/${name}/settings/collaborators`);
  await page.getByRole("button", { name: `Actions for ${member.email}` }).click();
  await page.getByRole("menuitem", { name: "Revoke access" }).click();
  await page.getByRole("heading", { name: "What they could still use" }).waitFor();
  await page.getByText("privileges that everybody has since").waitFor();
  expect(await stumblesOn(page)).toEqual([]);
});

test("the receipt of the revoke names them, undecided", async () => {
  await page.getByRole("button", { name: `Revoke access to ${member.email}` }).click();
  await page.getByRole("dialog", { name: "Access has ended" }).waitFor();
  await page.getByText("4 things are left to decide about.").waitFor();
  const { closures } = (await owner.api.get<{ closures: Closure[] }>(`/v1/databases/${name}/closures`)).body;
  closure = closures[0]!;
  closure = await eventually(async () => {
    const now = await closureNow();
    if (now.login_dropped_at === null) throw new Error("the login is not dropped yet");
    return now;
  });
  const { could_still_use: used, statement } = await newestReceipt();
  expect([statement, used!.items.map(({ decision }) => decision)]).toEqual([2, [null, null, null, null]]);
  // Their way in is gone, and the one that they know is not: this is what has to be said.
  await queryOnce(appUri, "select 1");
});

test("the application's password is rotated in the dashboard, and the old one is refused", async () => {
  await page.getByRole("link", { name: "See and decide" }).click();
  await page.getByRole("button", { name: `Rotate ${app}` }).click();
  await page.getByRole("button", { name: "Rotate the password" }).click();
  await page.getByText(`The new password of ${app}`).waitFor();
  await page.getByText(`Rotated by ${owner.email}`).waitFor();
  const password = await page.locator(".once output").innerText();
  expect(await refusalOf(appUri)).toBe("28P01");
  const now = new URL(appUri);
  now.password = password;
  expect(await queryOnce(now.href, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await stumblesOn(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  expect(wide).toBe(390);
});

test("the rest is decided about on the command line, and the newest statement says so and is genuine", async () => {
  const decide = (part: string, how: string) => cli(`closures decide ${closure.number} ${itemOf(part)} --${how}`);
  const kept = await decide("public.orders", "keep");
  const receipt = String(closure.number).padStart(4, "0");
  expect([kept.code, kept.stdout]).toEqual([
    0,
    `-----> SELECT on table public.orders has been kept; receipt ${receipt} says so\n`,
  ]);
  expect((await decide("public.bills", "remove")).code).toBe(0);
  expect((await decide("public.bills", "keep")).stderr).toContain("was removed already");
  expect((await decide("trap", "rotate")).stderr).toContain("has no password");
  expect((await decide("trap", "remove")).code).toBe(0);
  const shown = await cli(`closures show ${closure.number}`);
  expect(shown.stdout).toContain(`SELECT on table public.orders: kept by ${owner.email}`);
  const [{ closed, gone }] = (await queryOnce(
    stage.postgres.urlFor("my_dedicated_db"),
    "select not has_table_privilege('public', 'public.bills', 'select') as closed, to_regproc('public.trap') is null as gone",
  )) as [{ closed: boolean; gone: boolean }];
  expect([closed, gone]).toEqual([true, true]);

  const file = path.join(temporaryFolder("leftovers"), "receipt.json");
  await cli(`closures show ${closure.number} --receipt ${file}`);
  const verified = await guestlist(["closures", "verify", file], { url: stage.product.url });
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining("statement 6, signed")]);
  const { could_still_use: used } = JSON.parse(readFileSync(file, "utf8")) as Receipt;
  expect(used!.items.map((each) => [each.name, each.decision, each.decided_by])).toEqual([
    [app, "rotated", owner.email],
    ["function public.trap()", "removed", owner.email],
    ["SELECT on table public.bills", "removed", owner.email],
    ["SELECT on table public.orders", "kept", owner.email],
  ]);
  expect((await cli("timeline")).stdout).toContain(
    `kept SELECT on table public.orders, which ${member.email} could still use`,
  );
});
