import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Person } from "../journeys/stage.ts";
import { api } from "../support/http.ts";
import { eventually } from "../support/signals.ts";
import { linkIn } from "../support/smtp.ts";
import { queryOnce } from "../support/postgres.ts";
import { mine } from "./people.ts";
import type { Showcase } from "./stage.ts";

/** What is done with a page once it shows what its name says; `onPhone` where a wide screen has no such thing. */
export type Visit = (name: string, page: Page, how?: { onPhone: true }) => Promise<void>;

const lena = "lena.fischer@example.com";
const database = `/databases/${mine}`;
const settings = `${database}/settings`;

/**
 * Goes through every page and pop-up of the dashboard, and calls `visit` at each; names begin with the number of the
 * prototype where there is one. Ends accesses, and silences a server, on its way: once for each showcase.
 */
export async function playScenes(showcase: Showcase, browser: Browser, visit: Visit): Promise<void> {
  const camille = await openPage(showcase, browser, showcase.camille);
  await gates(showcase, browser, camille, visit);
  await otherPages(camille, visit);
  await reviewing(showcase, camille, visit);
  await finding(camille, visit);
  await pagesThatAnswer(camille, visit);
  await nothingToTell(camille, visit);
  await leaving(showcase, browser, visit);
  await closing(showcase, camille, visit);
  await silent(showcase, camille, visit);
}

async function gates(showcase: Showcase, browser: Browser, camille: Page, visit: Visit): Promise<void> {
  const { smtp } = showcase.stage;
  const link = linkIn(await smtp.nextMessage({ to: lena, subject: / invites you to / }), /\/invitation#/);
  const nobody = await openPage(showcase, browser);
  await nobody.goto("/sign-in");
  await nobody.getByRole("heading", { name: "Sign in" }).waitFor();
  await visit("11-sign-in", nobody);
  for (const [name, path] of Object.entries({ reset: "/reset", verify: "/verify", setup: "/setup" })) {
    await nobody.goto(path);
    await settle(nobody, "h1");
    await visit(name, nobody);
  }
  await nobody.goto(link);
  await nobody.getByLabel("Username").waitFor();
  await visit("07-invitation-sign-up", nobody);
  await camille.goto(link);
  await camille.getByText("another address").first().waitFor();
  await visit("07b-wrong-account", camille);
  await camille.goto("/nowhere");
  await settle(camille, "h1");
  await visit("not-found", camille);
  await nobody.context().close();
}

/** Pages that have no prototype. */
async function otherPages(page: Page, visit: Visit): Promise<void> {
  const paths = {
    invitations: "/invitations",
    account: "/account",
    "create-database": "/databases/new",
    "attach-database": "/databases/attach",
    general: `${settings}/general`,
    "database-users": `${settings}/users`,
    reviews: "/reviews",
  };
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    await settle(page, "h1");
    await visit(name, page);
  }
  await page.goto("/databases");
  await settle(page, "h1");
  for (const [name, label] of [
    ["menu-theme", "Theme"],
    ["menu-account", /^Account of/],
  ] as const) {
    await page.getByRole("button", { name: label }).click();
    await visit(name, page);
    await page.keyboard.press("Escape");
  }
}

/** A review under way, and what it asks of the first one. */
async function reviewing(showcase: Showcase, page: Page, visit: Visit): Promise<void> {
  await page.goto(`${settings}/users`);
  await openDialog(page, "Add");
  await visit("database-user-add", page);
  await page.keyboard.press("Escape");
  await showcase.camille.api.post("/v1/reviews", { database: mine });
  await page.goto("/reviews");
  await settle(page, ".list tbody tr");
  await page.locator(".list tbody a").first().click();
  await page.getByRole("heading", { name: "Still needed?" }).waitFor();
  await visit("review", page);
}

/** The palette, and the places on a phone. */
async function finding(page: Page, visit: Visit): Promise<void> {
  await page.goto("/databases");
  await settle(page, "h1");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find anything" }).fill("jonas");
  await page.getByRole("option").first().waitFor();
  await visit("palette", page);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Menu" }).click();
  await visit("menu-places", page, { onPhone: true });
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function pagesThatAnswer(page: Page, visit: Visit): Promise<void> {
  await page.goto(database);
  await page.getByRole("button", { name: "Make a new password" }).click();
  await page.getByText("Your new password", { exact: true }).waitFor();
  await visit("02-overview", page);
  await page.goto(`${settings}/collaborators`);
  await settle(page, ".list tbody tr");
  await visit("03b-collaborators-answering", page);
  await openDialog(page, "Add");
  await visit("04-add", page);
  await page.keyboard.press("Escape");
  await openMenu(page, "jonas.lindqvist@example.org");
  await visit("05-menu", page);
  await page.keyboard.press("Escape");
  await openMenu(page, lena);
  await visit("05b-menu-pending", page);
  await page.keyboard.press("Escape");
  for (const [name, entry] of [
    ["change-level", "Change access level"],
    ["change-end", "Set an end date"],
  ] as const) {
    await openMenu(page, "jonas.lindqvist@example.org");
    await page.getByRole("menuitem", { name: entry }).click();
    await page.getByRole("dialog").waitFor();
    await visit(name, page);
    await page.keyboard.press("Escape");
  }
  await page.getByRole("searchbox").fill("nobody of that name");
  await settle(page, ".empty");
  await visit("empty-filter", page);
  await page.getByRole("searchbox").fill("");
  await askRevoke(page, "jonas.lindqvist@example.org");
  await visit("06a-revoke", page);
  await page.keyboard.press("Escape");
}

/** Somebody who never accepted has no logins to tell of. */
async function nothingToTell(page: Page, visit: Visit): Promise<void> {
  await page.goto(`${database}/activity?person=marc%40old-agency.example&kind=logins`);
  await settle(page, ".empty");
  await visit("10c-empty-filter", page);
}

async function leaving(showcase: Showcase, browser: Browser, visit: Visit): Promise<void> {
  const page = await openPage(showcase, browser, showcase.jonas);
  await page.goto(`${settings}/collaborators`);
  await askRevoke(page, "jonas.lindqvist@example.org");
  await visit("06e-leave", page);
  await page.context().close();
  const nobody = await showcase.newcomer();
  const empty = await openPage(showcase, browser, nobody);
  await empty.goto("/databases");
  await settle(empty, ".empty");
  await visit("10a-empty-databases", empty);
  await empty.goto("/collaborators");
  await settle(empty, ".empty");
  await visit("empty-all-collaborators", empty);
  await nobody.api.post("/v1/databases", { name: "first-database" });
  await empty.goto("/databases/first-database/settings/collaborators");
  await settle(empty, ".empty");
  await visit("10b-empty-collaborators", empty);
  await empty.context().close();
}

async function closing(showcase: Showcase, page: Page, visit: Visit): Promise<void> {
  const ines = "ines.moreau@example.com";
  await askRevoke(page, ines);
  showcase.stuck.hold();
  await page.getByRole("button", { name: `Revoke access to ${ines}`, exact: true }).click();
  await page.getByText("Running").first().waitFor();
  await visit("06b-revoke-closing", page);
  showcase.stuck.letGo();
  await page.getByRole("dialog", { name: "Access has ended" }).waitFor({ timeout: 30_000 });
  await visit("06c-revoke-closed", page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto(`${settings}/collaborators/ended`);
  await settle(page, ".list tbody tr");
  await visit("ended", page);
  await page
    .getByRole("link", { name: /^Receipt/ })
    .first()
    .click();
  await page.getByRole("heading", { name: /^Closure receipt/ }).waitFor();
  await visit("receipt", page);
}

/** Last, because what is lost with the server does not come back. */
async function silent(showcase: Showcase, page: Page, visit: Visit): Promise<void> {
  const dmitri = "dmitri.kuznetsov@example.net";
  await page.goto(`${settings}/collaborators`);
  await askRevoke(page, dmitri);
  await showcase.silence();
  await page.getByRole("button", { name: `Revoke access to ${dmitri}`, exact: true }).click();
  await page.getByRole("dialog", { name: "Access is still open" }).waitFor({ timeout: 30_000 });
  await visit("06d-revoke-waiting", page);
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
  await acceptedMeanwhile(showcase.stage.product.databaseUrl ?? "");
  await page.reload();
  await page.getByText("login waits for the server").waitFor();
  await visit("03-collaborators", page);
  for (const [name, path] of [
    ["01-databases", "/databases"],
    ["08-all-collaborators", "/collaborators"],
    ["09-activity", `${database}/activity`],
  ] as const) {
    await page.goto(path);
    await settle(page, ".list tbody tr, .feed li");
    await visit(name, page);
  }
}

/** Who accepts while the server is silent waits for a login. */
const acceptedMeanwhile = (controlUrl: string): Promise<unknown> =>
  queryOnce(
    controlUrl,
    `with a as (insert into accounts (email, email_folded, username, username_folded, password_hash, email_verified_at)
       values ('priya.raman@example.com', 'priya.raman@example.com', 'praman', 'praman', 'none', now()) returning id)
     update collaborators set status = 'accepted', token_hash = null, account_id = a.id, accepted_at = now() - interval '2 minutes'
     from a where email = 'priya.raman@example.com'`,
  );

async function openPage(showcase: Showcase, browser: Browser, person?: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL: showcase.stage.product.url,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
  });
  context.setDefaultTimeout(20_000);
  if (person !== undefined) await signIn(context, showcase.stage.product.url, person);
  return context.newPage();
}

export async function signIn(context: BrowserContext, url: string, { email, password }: Person): Promise<void> {
  const { headers } = await api(url).post("/v1/account/sign-in", { email, password });
  const [name = "", value = ""] = headers.getSetCookie()[0]?.split(";", 1)[0]?.split("=") ?? [];
  await context.addCookies([{ name, value, url }]);
}

async function openDialog(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog").waitFor();
}

async function openMenu(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menu").waitFor();
}

async function askRevoke(page: Page, email: string): Promise<void> {
  await openMenu(page, email);
  await page.getByRole("menuitem", { name: "Revoke access" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Here is what will end").waitFor();
  await dialog.getByText("being looked up").waitFor({ state: "detached" });
}

/** Until what was asked for is drawn. */
async function settle(page: Page, what: string): Promise<void> {
  await page.locator(what).first().waitFor();
  await eventually(async () => (await page.locator("[aria-busy=true]").count()) === 0, { within: 10_000 });
}
