import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { expectFocus } from "../support/focus.ts";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { linkIn } from "../support/smtp.ts";
import { openSession, type Session } from "../support/session.ts";
import { addPerson, createDatabase, mailedToken, openStage, type Person, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
const guest = "user@example.com";
const guestPassword = "harbor-lantern-violet-38";

// The browser's; code that is given to `evaluate` runs there.
declare const getComputedStyle: (element: unknown) => { color: string };

let stage: Stage;
let browser: Browser;
let owner: Person;
let ownersContext: BrowserContext;
let guestsContext: BrowserContext;
let page: Page;
let guestPage: Page;
let link: string;
let guestUri: string;
let guestSession: Session;
const consoleErrors: string[] = [];

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  [ownersContext, guestsContext] = [await openContext(), await openContext()];
  [page, guestPage] = [await openPage(ownersContext), await openPage(guestsContext)];
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stage.product.url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(8_000);
  return context;
}

async function openPage(context: BrowserContext): Promise<Page> {
  const opened = await context.newPage();
  opened.on("pageerror", (error) => consoleErrors.push(error.message));
  return opened;
}

/** What a screen reader and others would stumble over on what the page shows now. */
async function expectAccessible(shown: Page): Promise<void> {
  expect(await stumblesOn(shown)).toEqual([]);
}

const rowOf = (email: string, shown = page): Locator => shown.getByRole("row").filter({ hasText: email });
const isDimmed = async (email: string): Promise<boolean> =>
  /\bdim\b/.test((await rowOf(email).getAttribute("class")) ?? "");

/** Once a pop-up has given the focus back to the row that it was opened from: a menu that opened before loses it, and closes. */
async function isGone(dialog: Locator, email: string): Promise<void> {
  await dialog.waitFor({ state: "detached" });
  await expectFocus(page.getByRole("button", { name: `Actions for ${email}` }));
}

async function openMenu(email: string, shown = page): Promise<Locator> {
  await shown.getByRole("button", { name: `Actions for ${email}` }).click();
  const menu = shown.getByRole("menu");
  await menu.waitFor();
  return menu;
}

/** On the database's own page: the URI with the password that is shown there once. */
async function makePassword(shown: Page, { asked = false } = {}): Promise<string> {
  await shown.getByRole("heading", { name: "Connect as me" }).waitFor();
  const make = shown.getByRole("button", { name: "Make my password" });
  await eventually(async () => (await make.getAttribute("aria-disabled")) === null, { within: 8_000, every: 100 });
  await make.click();
  await shown.getByText("Your new password", { exact: true }).waitFor();
  const password = await shown.locator("output").innerText();
  if (asked) await expectAccessible(shown);
  const fact = async (term: string) =>
    shown.locator("dt", { hasText: term }).locator("xpath=following-sibling::dd[1]").innerText();
  const [host, port, dbname, login] = await Promise.all(["Host", "Port", "Database", "Login"].map(fact));
  return `postgresql://${login}:${encodeURIComponent(password)}@${host}:${port}/${dbname}`;
}

describe("Listing collaborators", () => {
  test("a visitor signs in", async () => {
    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await expectAccessible(page);
    await page.getByLabel("E-mail address").fill(owner.email);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("do not belong together").waitFor();
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await expectAccessible(page);
  });

  test("from the databases to the database, its Settings tab, and Collaborators", async () => {
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByRole("navigation", { name }).getByRole("link", { name: "Settings" }).click();
    const settings = page.getByRole("navigation", { name: "Settings" });
    await settings.getByRole("link", { name: "Collaborators" }).click();
    await page.getByRole("heading", { name: "Collaborators", level: 2 }).waitFor();
    expect(await rowOf(owner.email).innerText()).toMatch(/owner/i);
    await expectAccessible(page);
  });
});

describe("Inviting a collaborator", () => {
  test("Add, the e-mail address, Confirm: the row appears dimmed", async () => {
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Add a collaborator" });
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByLabel("E-mail address").fill(guest);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await rowOf(guest).waitFor();
    await dialog.waitFor({ state: "detached" });
    expect(await isDimmed(guest)).toBe(true);
    expect(await rowOf(guest).innerText()).toMatch(/pending/);
    expect(await page.getByRole("main").innerText()).toContain(`${guest} has been invited to collaborate to ${name}.`);
    const colors = await Promise.all(
      [guest, owner.email].map((email) =>
        rowOf(email)
          .getByText(email)
          .evaluate((element) => getComputedStyle(element).color),
      ),
    );
    expect(colors[0]).not.toBe(colors[1]);
    await expectAccessible(page);
  });

  test("the mailed link opens the invitation, and its token leaves the address bar", async () => {
    link = linkIn(await stage.smtp.nextMessage({ to: guest }), /\/invitation#/);
    await guestPage.goto(link);
    await guestPage.getByRole("heading", { name: `${owner.email} invites you to ${name}` }).waitFor();
    expect(guestPage.url()).toBe(`${stage.product.url}/invitation`);
    await expectAccessible(guestPage);
  });

  test("the invited person signs up from it", async () => {
    await guestPage.getByRole("heading", { name: "Make an account to answer" }).waitFor();
    await guestPage.getByLabel("Username").fill("user");
    await guestPage.getByLabel("Password").fill("password");
    await guestPage.getByRole("button", { name: "Make an account" }).click();
    await guestPage.getByText("too easy to guess").waitFor();
    await guestPage.getByLabel("Password").fill(guestPassword);
    await guestPage.getByRole("button", { name: "Make an account" }).click();
    await guestPage.getByRole("button", { name: "Accept invitation" }).waitFor();
    await expectAccessible(guestPage);
  });

  test("once the invite is accepted, the row appears normally, without a reload", async () => {
    await page.evaluate("window.neverReloaded = true");
    await guestPage.getByRole("button", { name: "Accept invitation" }).click();
    await guestPage.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    await eventually(async () => !(await isDimmed(guest)), { within: 8_000, every: 100 });
    await eventually(async () => /accepted/.test(await rowOf(guest).innerText()), { within: 8_000 });
    expect(await page.evaluate("window.neverReloaded")).toBe(true);
    await expectAccessible(page);
  });

  test("the person makes a password, and a PostgreSQL session with it runs a query", async () => {
    guestUri = await makePassword(guestPage, { asked: true });
    guestSession = await openSession(guestUri);
    const { rows } = await guestSession.client.query("select session_user as who");
    expect(rows).toEqual([{ who: new URL(guestUri).username }]);
  });

  test("the password is shown once: it is gone after a reload", async () => {
    await guestPage.reload();
    await guestPage.getByRole("button", { name: "Make a new password" }).waitFor();
    expect(await guestPage.locator("output").count()).toBe(0);
    expect(await guestPage.content()).not.toContain(decodeURIComponent(new URL(guestUri).password));
  });
});

describe("Removing a collaborator", () => {
  const button = `Revoke access to ${guest}`;

  test("the … menu of the row has Revoke access, and a pop-up says what will end", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Databases" }).click();
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("navigation", { name }).getByRole("link", { name: "Settings" }).click();
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Collaborators" }).click();
    const menu = await openMenu(guest);
    await expectAccessible(page);
    await menu.getByRole("menuitem", { name: "Revoke access" }).click();
    const dialog = page.getByRole("dialog", { name: "Revoke access" });
    await dialog.getByRole("button", { name: button, exact: true }).waitFor();
    await dialog.getByText("session will be closed").waitFor();
    await expectAccessible(page);
  });

  test("Cancel and Escape change nothing", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await isGone(dialog, guest);
    await (await openMenu(guest)).getByRole("menuitem", { name: "Revoke access" }).click();
    await dialog.getByRole("button", { name: button, exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await isGone(dialog, guest);
    expect(await guestSession.isOpen()).toBe(true);
  });

  test("the named button ends the access, and the receipt shows what PostgreSQL said", async () => {
    await (await openMenu(guest)).getByRole("menuitem", { name: "Revoke access" }).click();
    await page.getByRole("button", { name: button, exact: true }).click();
    const receipt = page.getByRole("dialog", { name: "Access has ended" });
    await receipt.waitFor();
    await receipt.getByRole("heading", { name: /^Closure receipt \d{4}$/ }).waitFor();
    const text = await receipt.innerText();
    expect(text).toContain(`${guest} has been removed from the collaborators of ${name}.`);
    expect(text).toMatch(/Refused, SQLSTATE 28(000|P01)/);
    await expectAccessible(page);
    await receipt.getByRole("button", { name: "Done" }).click();
    await receipt.waitFor({ state: "detached" });
  });

  test("the open session has ended, and PostgreSQL refuses a new login", async () => {
    expect(await guestSession.ended).toMatchObject({ code: "57P01" });
    expect(["28000", "28P01"]).toContain(await refusalOf(guestUri));
  });

  test("the person's own open page says that their access has ended", async () => {
    await guestPage.getByRole("heading", { name: `Your access to ${name} has ended` }).waitFor({ timeout: 10_000 });
    await expectAccessible(guestPage);
  });

  test("the receipts stay, on a page of their own", async () => {
    await page.getByRole("link", { name: "Ended access, with receipts" }).click();
    await page.getByRole("heading", { name: /ended/i }).first().waitFor();
    expect(await page.getByRole("main").innerText()).toContain(guest);
    await expectAccessible(page);
    await page.getByRole("navigation", { name }).getByRole("link", { name: "Activity" }).click();
    await page.getByText("accepted the invitation").first().waitFor();
    const ended = page
      .getByRole("listitem")
      .filter({ hasText: /The access of user@example\.com ended\. Receipt 0001/ });
    expect(await ended.innerText()).toMatch(/New logins refused after [\d.]+ s, last session gone after [\d.]+ s\./);
    expect(await ended.getByRole("link", { name: "Receipt 0001" }).count()).toBe(1);
    await expectAccessible(page);
  });
});

describe("Stopping collaborating", () => {
  test("a person who has an account accepts a new invitation signed in", async () => {
    await page.getByRole("navigation", { name }).getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Add a collaborator" });
    await dialog.getByLabel("E-mail address").fill(guest);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    const token = await mailedToken(stage, guest);
    await guestPage.goto(`/invitation#${token}`);
    await guestPage.getByRole("button", { name: "Accept invitation" }).click();
    await guestPage.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    expect(new URL(guestPage.url()).pathname).toBe(`/databases/${name}`);
  });

  test("one's own row has Revoke access, and it leaves: the new login ends as well", async () => {
    const uri = await makePassword(guestPage);
    const session = await openSession(uri);
    await guestPage.getByRole("navigation", { name }).getByRole("link", { name: "Settings" }).click();
    const settings = guestPage.getByRole("navigation", { name: "Settings" });
    await settings.getByRole("link", { name: "Collaborators" }).click();
    await rowOf(guest, guestPage).getByText("You", { exact: true }).waitFor();
    await (await openMenu(guest, guestPage)).getByRole("menuitem", { name: "Revoke access" }).click();
    const dialog = guestPage.getByRole("dialog", { name: "Revoke your own access" });
    await dialog.getByRole("button", { name: `Revoke access to ${guest}`, exact: true }).waitFor();
    await expectAccessible(guestPage);
    await dialog.getByRole("button", { name: `Revoke access to ${guest}`, exact: true }).click();
    const ended = guestPage.getByRole("dialog", { name: "Access has ended" });
    await ended.waitFor();
    expect(await session.ended).toMatchObject({ code: "57P01" });
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    await ended.getByRole("button", { name: "Done" }).click();
    await guestPage.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    expect(await guestPage.getByRole("link", { name, exact: true }).count()).toBe(0);
    await expectAccessible(guestPage);
  });

  test("the owner's own row cannot be revoked, and says why", async () => {
    const item = (await openMenu(owner.email)).getByRole("menuitem", { name: "Revoke access" });
    expect(await item.innerText()).toContain("You own this database. Transfer it before you leave.");
    expect(await item.getAttribute("aria-disabled")).toBe("true");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  });

  test("no page has thrown", () => {
    expect(consoleErrors).toEqual([]);
  });
});
