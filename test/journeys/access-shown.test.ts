import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { connect, queryOnce } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, join, newUri, openStage, type Member, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const settings = `/databases/${name}/settings/collaborators`;
let stage: Stage;
let browser: Browser;
let owner: Person;
let app: string;
let page: Page;
let member: Member;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  app = (await createDatabase(owner, name)).connection_uri.replace(/\?.*$/, "");
  member = await join(stage, owner, name, "full@example.com");
  page = await (
    await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 900 } })
  ).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto("/");
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

async function expectAccessible(): Promise<void> {
  expect(await stumblesOn(page)).toEqual([]);
}

/** A reconcile is asked for by a change of the list. */
const lookAgain = (until: string | null) =>
  owner.api.patch(`/v1/databases/${name}/collaborators/${member.collaboratorId}`, { until });

interface Covered {
  coverage: { read_only: { tables: unknown }; gaps: { sentence: string }[] } | null;
}
const coverage = async () => (await owner.api.get<Covered>(`/v1/databases/${name}/coverage`)).body.coverage;

test("what the levels reach stands under the answer, and what they do not is one click away", async () => {
  await queryOnce(
    app,
    "create table orders(n int); create table guarded(n int); alter table guarded enable row level security",
  );
  await lookAgain("90d");
  await eventually(async () => JSON.stringify((await coverage())?.read_only.tables) === '{"reached":2,"of":2}');
  await page.goto(settings);
  const line = page.getByText("Read-only can read 2 of 2 tables, read-write can write 2 of 2.");
  await line.waitFor();
  const gap = page.getByText("Row-level security applies to 1 table");
  expect(await gap.isVisible()).toBe(false);
  await page.getByText("With 1 exception").click();
  await gap.waitFor();
  await page.getByText(/^until /).waitFor();
  await expectAccessible();
});

test("only those who give access are told what it reaches", async () => {
  const reader = await join(stage, owner, name, "reader@example.com", "read-only");
  expect((await reader.api.get(`/v1/databases/${name}/coverage`)).status).toBe(403);
  expect((await reader.api.get(`/v1/databases/${name}`)).status).toBe(200);
});

test("the pop-up of a revoke says what is in the way first, and the rest on demand", async () => {
  const uri = (await newUri(member, name)).replace(/\?.*$/, "");
  await queryOnce(
    uri,
    `set role none; create table public.theirs as select generate_series(1, 20000) as n;
     grant select on public.theirs to public; create function public.trick() returns int language sql security definer as 'select 1'`,
  );
  const locker = await connect(
    stage.postgres.urlFor(new URL(app).pathname.slice(1)) + "?application_name=nightly-report",
  );
  await locker.query("begin; lock table public.theirs in access share mode");
  await page.goto(settings);
  await page.getByRole("button", { name: `Actions for ${member.email}` }).click();
  await page.getByRole("menuitem", { name: "Revoke access" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("lock in the way of moving what is owned").waitFor();
  await dialog.getByText(/table public\.theirs: nightly-report of postgres, pid \d+/).waitFor();
  await dialog.getByText(/1 table \(\d+ kB\) and 1 function move/).waitFor();
  const further = dialog.getByText("function that runs with this login's rights");
  expect(await further.isVisible()).toBe(false);
  await expectAccessible();
  await dialog.getByRole("button", { name: /^Show all/ }).click();
  await further.waitFor();
  await dialog.getByText("SELECT on table public.theirs to everybody, ends too").waitFor();
  await dialog.getByText("API token of the account").waitFor();
  await expectAccessible();
  await locker.end();
});

test("what a ready database waits for stands on its page, until it has been done", async () => {
  const dbname = new URL(app).pathname.slice(1);
  const postgres = await connect(stage.postgres.adminUrl);
  await postgres.query(`alter database "${dbname}" set session_preload_libraries = 'nothing'`);
  await postgres.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()`,
    [dbname],
  );
  await lookAgain("30d");
  await page.goto(`/databases/${name}`);
  const waits = page.getByText("Not all that was asked for is done yet:");
  await waits.getByText(`${dbname} cannot be looked into`).waitFor();
  await expectAccessible();
  await postgres.query(`alter database "${dbname}" reset session_preload_libraries`);
  await postgres.end();
  await lookAgain("31d");
  await waits.waitFor({ state: "detached" });
});
