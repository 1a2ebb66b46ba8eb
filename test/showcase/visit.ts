import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Person } from "../journeys/stage.ts";
import { api } from "../support/http.ts";
import { eventually } from "../support/signals.ts";
import { mine } from "./people.ts";
import type { Showcase } from "./stage.ts";

/** What is done with a page once it shows what its name says; `onPhone` where a wide screen has no such thing. */
export type Visit = (name: string, page: Page, how?: { onPhone: true }) => Promise<void>;

/** What a group of scenes plays with. */
export interface Tour {
  readonly showcase: Showcase;
  readonly visit: Visit;
  /** A browser of that person's own, or of somebody who is not signed in. */
  readonly open: (person?: Person) => Promise<Page>;
}

export const database = `/databases/${mine}`;
export const settings = `${database}/settings`;

export const openTour = (showcase: Showcase, browser: Browser, visit: Visit): Tour => ({
  showcase,
  visit,
  open: (person) => openPage(showcase.stage.product.url, browser, person),
});

async function openPage(url: string, browser: Browser, person?: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
  });
  context.setDefaultTimeout(20_000);
  if (person !== undefined) await signIn(context, url, person);
  return context.newPage();
}

async function signIn(context: BrowserContext, url: string, { email, password }: Person): Promise<void> {
  const { headers } = await api(url).post("/v1/account/sign-in", { email, password });
  const [name = "", value = ""] = headers.getSetCookie()[0]?.split(";", 1)[0]?.split("=") ?? [];
  await context.addCookies([{ name, value, url }]);
}

/** Each path under its name, once it is drawn. */
export async function visitPaths({ visit }: Tour, page: Page, paths: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    await settle(page, "h1");
    await visit(name, page);
  }
}

/** Opens the pop-up that a button of that name leads to, and leaves it by Escape. */
export async function visitDialog({ visit }: Tour, page: Page, name: string, button: string): Promise<void> {
  await openDialog(page, button);
  await visit(name, page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** The pop-up behind an entry of a row's menu. */
export async function visitEntry({ visit }: Tour, page: Page, name: string, row: string, entry: string): Promise<void> {
  await openMenu(page, row);
  await page.getByRole("menuitem", { name: entry }).click();
  await page.getByRole("dialog").waitFor();
  await visit(name, page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

export async function openDialog(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog").waitFor();
}

export async function openMenu(page: Page, of: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${of}` }).click();
  await page.getByRole("menu").waitFor();
}

export async function askRevoke(page: Page, email: string): Promise<void> {
  await openMenu(page, email);
  await page.getByRole("menuitem", { name: "Revoke access" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Here is what will end").waitFor();
  await dialog.getByText("being looked up").waitFor({ state: "detached" });
}

/** Until what was asked for is drawn. */
export async function settle(page: Page, what: string): Promise<void> {
  await page.locator(what).first().waitFor();
  await eventually(async () => (await page.locator("[aria-busy=true]").count()) === 0, { within: 10_000 });
}
