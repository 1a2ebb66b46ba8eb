import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { queryOnce, refusalOf, type TestPostgres } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { attachOwnServer, signInTo } from "./owning-stage.ts";
import {
  addPerson,
  createDatabase,
  invite,
  join,
  listed,
  mailedToken,
  newUri,
  openStage,
  type Person,
  type Stage,
} from "./stage.ts";

/**
 * What goes wrong around a revoke and an invitation, and what the page says of it. Double clicks, and a connection that is
 * lost in mid-revoke, are in keyboard.test.ts and live.test.ts.
 */
const name = "my-dedicated-db";
const theirs = "on-their-server";
let stage: Stage;
let browser: Browser;
let owner: Person;
let page: Page;
let server: TestPostgres;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  server = (await attachOwnServer(owner, theirs)).postgres;
  page = await signInTo(browser, stage, owner);
  page.setDefaultTimeout(10_000);
});
afterAll(async () => {
  await browser.close();
  await stage.close();
  await server.discard();
});

const listOf = (database: string): string => `/databases/${database}/settings/collaborators`;
const rowOf = (email: string, shown = page): Locator => shown.getByRole("row").filter({ hasText: email });

/** The named button of the pop-up, once it is there. */
async function askRevoke(email: string, shown = page): Promise<Locator> {
  await shown.getByRole("button", { name: `Actions for ${email}` }).click();
  await shown.getByRole("menuitem", { name: "Revoke access" }).click();
  const button = shown.getByRole("dialog").getByRole("button", { name: `Revoke access to ${email}`, exact: true });
  await button.waitFor();
  return button;
}

/** Another tab of the same browser. */
async function anotherTab(path: string): Promise<Page> {
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(10_000);
  await tab.goto(path);
  return tab;
}

describe("Two tabs", () => {
  test("both about to revoke the same access: the second one shows the receipt of the first", async () => {
    const email = "first@example.com";
    await join(stage, owner, name, email);
    await page.goto(listOf(name));
    const tab = await anotherTab(listOf(name));
    await rowOf(email).waitFor();
    await rowOf(email, tab).waitFor();
    const buttons = [await askRevoke(email), await askRevoke(email, tab)];
    await buttons[0]?.click();
    await page.getByRole("dialog", { name: "Access has ended" }).waitFor();
    // Whether it was told in time or is clicked all the same: the access has ended, and that is what it says.
    await buttons[1]?.click({ timeout: 2_000 }).catch(() => undefined);
    await tab.getByRole("dialog", { name: "Access has ended" }).waitFor();
    await tab.getByText(`${email} has been removed from the collaborators of ${name}.`).first().waitFor();
    expect(await tab.getByRole("heading", { name: /^Closure receipt/ }).count()).toBe(1);
    await page.getByRole("button", { name: "Done" }).click();
    await tab.close();
  });

  test("both invite the same address: the second says that it is on the list, and keeps what was typed", async () => {
    const email = "second@example.com";
    const tab = await anotherTab(listOf(name));
    for (const shown of [page, tab]) {
      await shown.getByRole("button", { name: "Add", exact: true }).click();
      await shown.getByLabel("E-mail address").fill(email);
    }
    await page.getByRole("button", { name: "Confirm" }).click();
    await rowOf(email).waitFor();
    await tab.getByRole("button", { name: "Confirm" }).click();
    await tab.getByText(`${email} is already on the list. Resend the invitation instead?`).first().waitFor();
    expect(await tab.getByLabel("E-mail address").inputValue()).toBe(email);
    expect((await listed(owner, name)).filter((row) => row.email === email)).toHaveLength(1);
    await tab.close();
  });

  test("both accept the same invitation: one is in, the other says that it is used", async () => {
    const guest = await addPerson(stage, "third@example.com");
    await invite(owner, name, guest.email);
    const token = await mailedToken(stage, guest.email);
    const guestPage = await signInTo(browser, stage, guest);
    const tab = await guestPage.context().newPage();
    for (const shown of [guestPage, tab]) {
      await shown.goto(`/invitation#${token}`);
      await shown.getByRole("button", { name: "Accept invitation" }).waitFor();
    }
    await guestPage.getByRole("button", { name: "Accept invitation" }).click();
    await guestPage.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    const accept = tab.getByRole("button", { name: "Accept invitation" });
    if (await accept.isVisible()) await accept.click().catch(() => undefined);
    await tab.getByText("This invitation no longer works.").first().waitFor();
    expect((await listed(owner, name)).find(({ email }) => email === guest.email)?.status).toBe("accepted");
    await guestPage.context().close();
  });
});

test("a part of a link is said to be one, and the whole of it is taken in the same tab", async () => {
  const tab = await (await browser.newContext({ baseURL: stage.product.url })).newPage();
  await tab.goto("/invitation");
  await tab.getByRole("heading", { name: "Open the whole link" }).waitFor();
  await invite(owner, name, "whole@example.com");
  await tab.goto(`/invitation#${await mailedToken(stage, "whole@example.com")}`);
  await tab.getByRole("heading", { name: `${owner.email} invites you to ${name}` }).waitFor();
  expect(tab.url()).toBe(`${stage.product.url}/invitation`);
  await tab.context().close();
});

describe("The back button", () => {
  test("in the middle of a revoke: it goes on, the row says that access is still open, and then that it has ended", async () => {
    const email = "fourth@example.com";
    const member = await join(stage, owner, theirs, email, "read-only");
    const uri = await newUri(member, theirs);
    await page.goto("/databases");
    await page.goto(listOf(theirs));
    const button = await askRevoke(email);
    await server.stop();
    await button.click();
    await page.getByRole("dialog", { name: "Access is still open" }).waitFor({ timeout: 20_000 });
    await page.goBack();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await page.goForward();
    await rowOf(email).getByText("Still open").waitFor();
    await rowOf(email).getByText("revoking").waitFor();
    await page.goto(`/databases/${theirs}/activity`);
    await page.getByText(`You revoked the access of ${email}. Access is still open`).waitFor();
    await page.getByText("does not answer: access is still open, and will be closed as soon as it does.").waitFor();
    await page.goto(listOf(theirs));
    await rowOf(email).getByText("Still open").waitFor();
    await server.start();
    await rowOf(email).getByText("Closed").waitFor({ timeout: 40_000 });
    expect(["28000", "28P01"]).toContain(await refusalOf(uri));
    await page.getByRole("link", { name: "Ended access, with receipts" }).click();
    await rowOf(email)
      .getByRole("link", { name: /^Receipt/ })
      .waitFor();
  });

  test("from the pop-up of an invitation: nothing was sent, and Add begins anew", async () => {
    await page.goto("/databases");
    await page.goto(listOf(name));
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("E-mail address").fill("nobody@example.com");
    await page.goBack();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
    await page.goForward();
    await page.getByRole("button", { name: "Add", exact: true }).waitFor();
    expect((await listed(owner, name)).some(({ email }) => email === "nobody@example.com")).toBe(false);
  });
});

describe("A session that has ended", () => {
  test("under the pop-up of a revoke: nothing is revoked, and it is still there after signing in again", async () => {
    const email = "fifth@example.com";
    await join(stage, owner, name, email);
    await page.goto(listOf(name));
    await rowOf(email).getByText("Open", { exact: true }).waitFor();
    const button = await askRevoke(email);
    await queryOnce(stage.product.databaseUrl ?? "", "delete from sessions");
    await button.click({ timeout: 1_000 }).catch(() => undefined);
    const gate = page.getByRole("dialog", { name: "Your session has ended" });
    await gate.waitFor();
    expect((await listed(owner, name)).find((row) => row.email === email)?.status).toBe("accepted");
    await gate.getByLabel("Password").fill(owner.password);
    await page.keyboard.press("Enter");
    await gate.waitFor({ state: "detached" });
    await button.click();
    await page.getByRole("dialog", { name: "Access has ended" }).waitFor();
    await eventually(async () =>
      (await listed(owner, name)).every((row) => row.email !== email || row.status === "ended"),
    );
  });
});
