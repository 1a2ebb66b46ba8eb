import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { insertPending } from "../support/people.ts";
import { queryOnce } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, createDatabase, invite, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";

let stage: Stage;
let browser: Browser;
let owner: Person;
let guest: Person;
let page: Page;
let guestPage: Page;
/** Requests of the owner's page for the list. */
let asked = 0;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  [owner, guest] = [await addPerson(stage, "owner@example.com"), await addPerson(stage, "user@example.com")];
  await createDatabase(owner, name);
  [page, guestPage] = [await signedIn(owner), await signedIn(guest)];
  page.on("request", (request) => (asked += /\/collaborators\?/.test(request.url()) ? 1 : 0));
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** A browser of that person's own. */
async function signedIn(person: Person): Promise<Page> {
  const context = await openContext();
  const opened = await context.newPage();
  await opened.goto("/");
  await signInOn(opened, person);
  await opened.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
  return opened;
}

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(10_000);
  return context;
}

async function signInOn(shown: Page, { email, password }: Person): Promise<void> {
  await shown.getByLabel("E-mail address").fill(email);
  await shown.getByLabel("Password").fill(password);
  await shown.getByRole("button", { name: "Sign in" }).click();
}

/** Waits until the window stands at the page's end, and says where it stands when it does not come there. */
async function pressEnd(): Promise<void> {
  await page.keyboard.press("End");
  await eventually(
    async () => {
      const [bottom, height, focused] = await page.evaluate<[number, number, string]>(
        "[scrollY + innerHeight, document.documentElement.scrollHeight, document.activeElement.outerHTML]",
      );
      const where = `the window's bottom is at ${bottom} of ${height} px, the focus on ${focused.slice(0, 200)}`;
      if (bottom < height - 1) throw new Error(where);
    },
    { within: 10_000 },
  );
}

const rowOf = (email: string) => page.getByRole("row").filter({ hasText: email });

describe("What changes shows without a reload", () => {
  test("an invitation shows in the invited person's browser, an acceptance in the owner's", async () => {
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByRole("heading", { name: "Collaborators", level: 2 }).waitFor();
    for (const shown of [page, guestPage]) await shown.evaluate("window.neverReloaded = true");
    await invite(owner, name, guest.email);
    await rowOf(guest.email).getByText("pending").waitFor();
    await guestPage.getByRole("link", { name: /^Invitations 1/ }).click();
    await guestPage.getByRole("button", { name: "Accept invitation" }).click();
    await guestPage.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    await rowOf(guest.email).getByText("accepted").waitFor();
    for (const shown of [page, guestPage]) expect(await shown.evaluate("window.neverReloaded")).toBe(true);
  });

  test("it is told, not asked for: a page on which nothing changes asks for nothing", async () => {
    await rowOf(guest.email).getByText("Open", { exact: true }).waitFor();
    // What follows from making the login takes a while, and is told. A page that asks by itself is never quiet for so long.
    let before = -1;
    const isQuiet = (): boolean => [before, (before = asked)][0] === asked;
    expect(await eventually(isQuiet, { within: 45_000, every: 6_000 })).toBe(true);
  });

  test("a revoked person's open page says so in words, and shows nothing of the database any more", async () => {
    await guestPage.getByRole("navigation", { name }).getByRole("link", { name: "Settings" }).click();
    await guestPage.getByRole("row").filter({ hasText: owner.email }).waitFor();
    await page.getByRole("button", { name: `Actions for ${guest.email}` }).click();
    await page.getByRole("menuitem", { name: "Revoke access" }).click();
    const revokes: string[] = [];
    page.on("request", (request) => request.method() === "DELETE" && revokes.push(request.url()));
    await page.getByRole("button", { name: `Revoke access to ${guest.email}`, exact: true }).dblclick();
    await guestPage.getByRole("heading", { name: `Your access to ${name} has ended` }).waitFor();
    await guestPage.getByText("Your login is closed.", { exact: true }).waitFor();
    expect(await guestPage.getByRole("row").count()).toBe(0);
    expect(await guestPage.getByRole("main").innerText()).not.toMatch(/You have|Answers in|Settings/);
    await guestPage.getByRole("link", { name: "Go to your databases" }).click();
    await guestPage.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    expect(await guestPage.getByRole("link", { name, exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Done" }).click();
    // A second click on the button, as impatient people do, is none.
    expect(revokes).toHaveLength(1);
  });

  test("a second page of the same browser follows the first one's sign-out", async () => {
    const second = await guestPage.context().newPage();
    await second.goto("/databases");
    await second.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await guestPage.getByRole("button", { name: `Account of ${guest.email}` }).click();
    await guestPage.getByRole("button", { name: "Sign out" }).click();
    await guestPage.getByRole("heading", { name: "Sign in" }).waitFor();
    await second.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(new URL(second.url()).pathname).toBe("/sign-in");
    await second.close();
  });
});

describe("A list of 5,000", () => {
  const elements = () => page.locator(".list tbody tr:not(.gap)").count();

  // Here, so that what fails above does not take those below with it.
  afterAll(() =>
    queryOnce(stage.product.databaseUrl ?? "", "delete from collaborators where email like '%@pending.example.com'"),
  );

  test("is drawn where the window is, and says how long it is", async () => {
    const [row] = await queryOnce<{ id: string }>(stage.product.databaseUrl ?? "", "select id from databases");
    await insertPending(stage.product.databaseUrl ?? "", row?.id ?? "", 5_000);
    await page.reload();
    await rowOf(`1@pending.example.com`).first().waitFor();
    await page.locator("table[aria-rowcount='5002']").waitFor();
    // What draws long lists comes with the first of them.
    await page.locator("tr[aria-rowindex]").first().waitFor();
    expect(await elements()).toBeLessThan(60);
    await pressEnd();
    await rowOf("5000@pending.example.com").waitFor();
    expect(await rowOf("5000@pending.example.com").getAttribute("aria-rowindex")).toBe("5002");
    expect(await elements()).toBeLessThan(60);
  });

  test("keeps its place when somebody is added, and the row that has the focus when it is scrolled", async () => {
    await page.getByRole("button", { name: "Actions for 4998@pending.example.com" }).focus();
    const before = await page.evaluate("scrollY");
    await invite(owner, name, "added@example.com");
    await page.locator("table[aria-rowcount='5003']").waitFor();
    expect(await page.evaluate("scrollY")).toBe(before);
    await page.keyboard.press("Home");
    await rowOf(owner.email).waitFor();
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toMatch(/4998@pending/);
    await page.keyboard.press("Tab");
    await rowOf("5000@pending.example.com").waitFor();
    expect(await page.evaluate("document.activeElement.closest('tr').textContent")).toContain("4999@pending");
  });

  test("is at the same place after a reload", async () => {
    const inTheMiddle = () =>
      page.evaluate("document.elementFromPoint(640, 400).closest('tr')?.getAttribute('aria-rowindex') ?? ''");
    await page.evaluate("scrollTo(0, 150_000)");
    const before = await eventually(async () => (await inTheMiddle()) || false);
    await page.reload();
    await eventually(async () => (await inTheMiddle()) === before, { within: 10_000 });
    expect(await page.evaluate("scrollY")).toBe(150_000);
    await page.keyboard.press("Home");
  });

  test("finds everybody by the filter, whether drawn or not", async () => {
    await page.getByRole("searchbox").fill("4321@");
    await rowOf("4321@pending.example.com").waitFor();
    expect(await elements()).toBe(1);
    await page.getByRole("searchbox").fill("");
  });

  test("of everybody's collaborators is drawn where the window is too, each person with their database", async () => {
    await page.goto("/collaborators");
    await page.locator("table[aria-rowcount='5002']").waitFor();
    await page.locator("tr[aria-rowindex]").first().waitFor();
    expect(await elements()).toBeLessThan(60);
    await pressEnd();
    await rowOf("5000@pending.example.com").getByRole("link", { name }).waitFor();
    expect(await elements()).toBeLessThan(60);
    await page.getByRole("button", { name: "By database" }).click();
    await page.getByRole("searchbox").fill("4321@");
    await rowOf("4321@pending.example.com").getByRole("rowheader", { name }).waitFor();
    expect(await elements()).toBe(1);
  });
});

describe("While the server cannot be reached", () => {
  test("the page says from when it is, and is renewed once the server is back", async () => {
    await page.goto(`/databases/${name}/settings/collaborators`);
    await rowOf(owner.email).waitFor();
    await stage.product.stop();
    await page.getByText(/^You are offline\. What you see is from \d\d:\d\d\.$/).waitFor();
    expect(await rowOf(owner.email).count()).toBe(1);
    await stage.product.restart();
    await page.getByText("You are offline.").waitFor({ state: "detached", timeout: 20_000 });
    await invite(owner, name, "new@example.com");
    await rowOf("new@example.com").waitFor();
  });
});

describe("A session that has ended under an open page", () => {
  test("is said at once, and what was typed is there after signing in again", async () => {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Add a collaborator" });
    await dialog.getByLabel("E-mail address").fill("typed@example.com");
    await endSessions();
    const gate = page.getByRole("dialog", { name: "Your session has ended" });
    await gate.waitFor();
    expect(await gate.getByLabel("E-mail address").inputValue()).toBe(owner.email);
    await page.keyboard.press("Escape");
    await gate.getByLabel("Password").fill(owner.password);
    await page.keyboard.press("Enter");
    await gate.waitFor({ state: "detached" });
    expect(await dialog.getByLabel("E-mail address").inputValue()).toBe("typed@example.com");
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await rowOf("typed@example.com").waitFor();
  });

  test("somebody else who signs in there sees nothing of it", async () => {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("E-mail address").fill("typed@example.com");
    await endSessions();
    const gate = page.getByRole("dialog", { name: "Your session has ended" });
    await gate.getByLabel("E-mail address").fill(guest.email);
    await gate.getByLabel("Password").fill(guest.password);
    await gate.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await gate.waitFor({ state: "detached" });
    expect(await page.getByRole("main").innerText()).not.toContain(name);
    expect(await page.content()).not.toContain("typed@example.com");
  });
});

/** As it ends where nobody sees it: by its time, or from another machine. */
const endSessions = () => queryOnce(stage.product.databaseUrl ?? "", "delete from sessions");
