import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import {
  addPerson,
  createDatabase,
  invite,
  join,
  newUri,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const errors: string[] = [];
let stage: Stage;
let browser: Browser;
let owner: Person;
let member: Member;
let memberUri: string;
let page: Page;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  member = await join(stage, owner, name, "user@example.com");
  memberUri = await newUri(member, name);
  await invite(owner, name, "pending@example.com", "read-only");
  page = await signedIn(owner);
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

async function signedIn(person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(15_000);
  const opened = await context.newPage();
  opened.on("pageerror", (error) => errors.push(error.message));
  await opened.goto("/sign-in");
  await opened.getByLabel("E-mail address").fill(person.email);
  await opened.getByLabel("Password").fill(person.password);
  await opened.getByRole("button", { name: "Sign in" }).click();
  await opened.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
  return opened;
}

const expectAccessible = async (): Promise<void> => expect(await stumblesOn(page)).toEqual([]);
/** Nothing has to be scrolled sideways; the width is left as it was. */
async function fits(shown: Page, width: number): Promise<boolean> {
  const before = shown.viewportSize() ?? { width: 1280, height: 800 };
  await shown.setViewportSize({ ...before, width });
  const fit = await shown.evaluate(`document.documentElement.scrollWidth <= ${width}`);
  await shown.setViewportSize(before);
  return fit === true;
}
async function expectFitsPhone(): Promise<void> {
  expect(await fits(page, 390)).toBe(true);
  await page.setViewportSize({ width: 390, height: 844 });
  await keepPicture(`${new URL(page.url()).pathname.replaceAll("/", "-")}-390`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await keepPicture(`${new URL(page.url()).pathname.replaceAll("/", "-")}-1280`);
}
/** For people to look at: only where somebody asked for pictures. */
async function keepPicture(called: string): Promise<void> {
  const folder = process.env["GUESTLIST_TEST_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${called}.png`, fullPage: true });
}

describe("the account", () => {
  test("shows the browsers that are signed in, and signs the others out", async () => {
    const other = await signedIn(owner);
    await page.goto("/account");
    const sessions = page.getByRole("table", { name: "Browsers that are signed in" });
    await sessions.getByText("This one").waitFor();
    expect(await sessions.getByRole("row").count()).toBe(3);
    expect(await sessions.innerText()).toContain("Chrome on Linux");
    await expectAccessible();
    await expectFitsPhone();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign out everywhere" });
    await dialog.waitFor();
    await expectAccessible();
    await dialog.getByRole("button", { name: "Sign out 1 other browser" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await sessions.getByRole("row").count()).toBe(2);
    await other.goto("/databases");
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.context().close();
  });

  test("has a username that can be changed", async () => {
    await page.getByLabel("Username").fill("Olive");
    await page.getByRole("button", { name: "Change username" }).click();
    await page.getByText("Changed.").waitFor();
    expect((await owner.api.get("/v1/account")).body).toMatchObject({ account: { username: "Olive" } });
  });
});

describe("the overview", () => {
  test("is grouped by its address, and exported as a file", async () => {
    await page.goto("/collaborators?by=database");
    expect(await page.getByRole("button", { name: "By database" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "By person" }).click();
    await eventually(() => new URL(page.url()).search === "");
    await expectAccessible();
    await expectFitsPhone();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^collaborators-.*\.csv$/);
    expect(readFileSync(await file.path(), "utf8")).toContain("my-dedicated-db,user@example.com,user,accepted");
  });
});

describe("the activity", () => {
  test("is saved whole, as far as the filters let it through", async () => {
    await page.goto(`/databases/${name}/activity?person=user%40example.com`);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^activity-my-dedicated-db-.*\.csv$/);
    const saved = readFileSync(await file.path(), "utf8");
    expect(saved).toMatch(/^at,type,actor,subject,data\r\n/);
    expect(saved).toContain("collaborator.accepted,user@example.com,user@example.com");
    expect(saved).not.toContain("pending@example.com");
  });
});

describe("the charts", () => {
  test("the overview shows who was connected over the last day, as a chart and as a table", async () => {
    const session = await openSession(memberUri);
    await page.goto(`/databases/${name}`);
    const chart = page.getByRole("figure", { name: /^most: 1, at/ });
    await eventually(
      async () => {
        await page.reload();
        await page.getByRole("figure").waitFor();
        return chart.isVisible();
      },
      { within: 30_000, every: 1000 },
    );
    await page.locator(".step-chart .area").first().waitFor();
    await page.getByText("1 session at most").waitFor();
    await expectAccessible();
    await expectFitsPhone();
    await page.getByRole("button", { name: "Show as a table" }).click();
    await page
      .getByRole("table", { name: "Sessions by the hour, newest first" })
      .getByText("user@example.com")
      .waitFor();
    await expectAccessible();
    await session.client.end();
  });

  test("the activity shows who had access when, to those who manage", async () => {
    await page.getByRole("navigation", { name }).getByRole("link", { name: "Activity" }).click();
    await page.getByRole("button", { name: "Access timeline" }).click();
    await page.getByRole("heading", { name: "Who had access when" }).waitFor();
    expect(new URL(page.url()).search).toBe("?view=access");
    expect(await page.locator(".bars li").count()).toBe(2);
    await expectAccessible();
    await expectFitsPhone();
    await page.getByRole("button", { name: "Show as a table" }).click();
    await page.getByRole("table", { name: "Who had access when" }).getByText("still open").first().waitFor();
    await expectAccessible();
  });
});

describe("an access review", () => {
  test("is started, and shows one access after the other with what one needs to decide", async () => {
    await page.goto("/collaborators");
    await page.getByRole("link", { name: "Access reviews" }).click();
    await page.getByRole("heading", { name: "No access was reviewed yet" }).waitFor();
    await expectAccessible();
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByRole("link", { name: "Review access" }).click();
    const dialog = page.getByRole("dialog", { name: "Start an access review" });
    await expect.poll(() => dialog.getByLabel("What to review").inputValue()).toBe(name);
    await expectAccessible();
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { name: "Still needed?" }).waitFor();
    const step = page.getByRole("region", { name: "Still needed?" });
    expect(await step.innerText()).toMatch(/user@example\.com on my-dedicated-db[^]*Invited by\s+owner@example\.com/);
    await expectAccessible();
    await expectFitsPhone();
  });

  test("ends an access as a revoke does, with its receipt, and PostgreSQL refuses the login", async () => {
    await page.getByRole("button", { name: "End access…" }).click();
    await page.getByRole("button", { name: "Revoke access to user@example.com", exact: true }).click();
    const receipt = page.getByRole("dialog", { name: "Access has ended" });
    await receipt.getByRole("heading", { name: /^Closure receipt \d{4}$/ }).waitFor();
    await receipt.getByRole("button", { name: "Done" }).click();
    await receipt.waitFor({ state: "detached" });
    expect(["28000", "28P01"]).toContain(await refusalOf(memberUri));
  });

  test("is gone on with after a reload, and finished as a document", async () => {
    await page.reload();
    await page.getByText("1 of 2 decided").waitFor();
    await page.getByRole("region", { name: "Still needed?" }).getByText("pending@example.com").waitFor();
    await page.getByRole("button", { name: "Keep access" }).click();
    await page.getByRole("button", { name: "Finish the review" }).click();
    await page.getByRole("heading", { name: "What was decided" }).waitFor();
    await expectAccessible();
    await expectFitsPhone();
    const row = page.getByRole("row").filter({ hasText: "user@example.com" });
    await row.getByRole("link", { name: /^Receipt \d{4} of user@example\.com$/ }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the document" }).click(),
    ]);
    const document = JSON.parse(readFileSync(await file.path(), "utf8")) as object;
    expect(document).toMatchObject({
      reviewer: owner.email,
      kept: 1,
      ended: 1,
      accesses: [
        { email: "user@example.com", outcome: "ended", closure_number: expect.any(Number) as number },
        { email: "pending@example.com", outcome: "kept" },
      ],
    });
  });

  test("no page has thrown", () => {
    expect(errors).toEqual([]);
  });
});
