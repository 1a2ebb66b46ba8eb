import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scrollsSideways } from "../showcase/picture.ts";
import { routedPages } from "../showcase/routes.ts";
import { stumblesOn } from "../support/accessible.ts";
import { openBrowser } from "../support/browser.ts";
import { api } from "../support/http.ts";
import { startGuestlist } from "../support/product.ts";
import { eventually } from "../support/signals.ts";
import { signInTo } from "./owning-stage.ts";
import { addPerson, createDatabase, invite, join, openStage, type Stage } from "./stage.ts";

const name = "my-dedicated-db";
/** What stands for a parameter of a path; a page with another one fails until it has a value here. */
const values: Record<string, string> = { database: name, closure: "1", review: "1" };
/** Pages that stand alone, without the frame. */
const alone = ["/sign-in", "/setup", "/verify", "/reset", "/invitation"];
const pages = routedPages();
const errors: string[] = [];

let stage: Stage;
let browser: Browser;
let signedIn: Page;
let nobody: Page;

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  const owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
  const ended = await join(stage, owner, name, "ended@example.com");
  const closed = await owner.api.delete(`/v1/databases/${name}/collaborators/${ended.collaboratorId}`);
  expect(closed.status).toBe(200);
  await join(stage, owner, name, "reader@example.com", "read-only");
  await invite(owner, name, "analytics-and-reporting.external-consultants.emea@subsidiary.example.com");
  expect((await owner.api.post("/v1/reviews", {})).status).toBe(201);
  signedIn = await signInTo(browser, stage, owner);
  nobody = await (await browser.newContext({ baseURL: stage.product.url })).newPage();
  for (const page of [signedIn, nobody]) page.on("pageerror", ({ message }) => errors.push(message));
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

function pathOf(page: string): string {
  return page.replaceAll(/\$(\w+)/g, (_, parameter: string) => {
    const value = values[parameter];
    if (value === undefined) throw new Error(`${page} has a parameter that this test does not know`);
    return value;
  });
}

describe("Every page of the router, in both themes, wide and narrow", () => {
  test.each(pages)("%s", async (route) => {
    const page = alone.includes(route) ? nobody : signedIn;
    await page.goto(pathOf(route));
    await page.locator("h1").first().waitFor();
    await page.getByRole("status").getByText("Loading").waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe(pathOf(route));
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.title()).toMatch(/Guestlist/);
    expect(await page.getByText(/There is no such page|could not be loaded/).count()).toBe(0);
    expect(await stumblesOn(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  });

  test("the activity of a person is found by its address alone, though that ends as a file's name does", async () => {
    await signedIn.goto(`/databases/${name}/activity?person=ended%40example.com`);
    await signedIn.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    expect(await signedIn.getByLabel("Person").inputValue()).toBe("ended@example.com");
    expect((await fetch(`${stage.product.url}/no-such-file.js?v=1`)).status).toBe(404);
  });

  test("the mailbox of an installation without a mail server", async () => {
    const trial = await startGuestlist();
    await trial.createAccount({ email: "trial@example.com", username: "trial" });
    expect((await api(trial.url).post("/v1/account/reset", { email: "trial@example.com" })).status).toBeLessThan(300);
    await eventually(async () => (await (await fetch(`${trial.url}/mailbox.json`)).text()).includes("trial@"));
    await nobody.goto(`${trial.url}/mailbox`);
    await nobody.locator("h1").first().waitFor();
    expect(await stumblesOn(nobody)).toEqual([]);
    expect(await scrollsSideways(nobody)).toBe(false);
    await trial.stop();
  });

  test("none has thrown", () => expect(errors).toEqual([]));
});
