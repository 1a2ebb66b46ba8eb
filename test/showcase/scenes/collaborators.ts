import type { Page } from "playwright-core";
import {
  askRevoke,
  database,
  openDialog,
  openMenu,
  settings,
  settle,
  visitEntry,
  visitPaths,
  type Tour,
} from "../visit.ts";

const jonas = "jonas.lindqvist@example.org";
const lena = "lena.fischer@example.com";

/** The pages of a database whose server answers, and every pop-up of its list. */
export async function collaborators(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await overview(tour, page);
  await page.goto(`${settings}/collaborators`);
  await settle(page, ".list tbody tr");
  await tour.visit("03b-collaborators-answering", page);
  await openDialog(page, "Add");
  await tour.visit("04-add", page);
  await refusedAdd(tour, page);
  for (const [name, email] of [
    ["05-menu", jonas],
    ["05b-menu-pending", lena],
    ["menu-own-row", tour.showcase.camille.email],
  ] as const) {
    await openMenu(page, email);
    await tour.visit(name, page);
    await page.keyboard.press("Escape");
  }
  await visitEntry(tour, page, "change-level", jonas, "Change access level");
  await visitEntry(tour, page, "change-end", jonas, "Set an end date");
  await visitEntry(tour, page, "invitation-link", lena, "Copy invitation link");
  await page.getByRole("searchbox").fill("nobody of that name");
  await settle(page, ".empty");
  await tour.visit("empty-filter", page);
  await page.getByRole("searchbox").fill("");
  await askRevoke(page, jonas);
  await tour.visit("06a-revoke", page);
  await page.keyboard.press("Escape");
  await askWithdraw(tour, page);
  await page.context().close();
}

async function overview({ visit }: Tour, page: Page): Promise<void> {
  await page.goto(database);
  await page.getByRole("button", { name: "Make a new password" }).click();
  await page.getByText("Your new password", { exact: true }).waitFor();
  await visit("02-overview", page);
}

/** Somebody who is on the list already. */
async function refusedAdd({ visit }: Tour, page: Page): Promise<void> {
  await page.getByLabel("E-mail address").fill(lena);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("already on the list").first().waitFor();
  await visit("add-already-listed", page);
  await page.keyboard.press("Escape");
}

async function askWithdraw({ visit }: Tour, page: Page): Promise<void> {
  await openMenu(page, lena);
  await page.getByRole("menuitem", { name: "Revoke access" }).click();
  await page.getByRole("dialog").waitFor();
  await visit("revoke-pending", page);
  await page.keyboard.press("Escape");
}

/** The pages over all databases, the activity, and what they show where there is nothing. */
export async function overviews(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await visitPaths(tour, page, {
    "databases-answering": "/databases",
    "all-collaborators-by-database": "/collaborators?by=database",
    "activity-answering": `${database}/activity`,
    // Somebody who never accepted has no logins to tell of.
    "10c-empty-filter": `${database}/activity?person=marc%40old-agency.example&kind=logins`,
    "empty-ended": "/databases/customer-analytics/settings/collaborators/ended",
  });
  await page.goto(`${database}/activity?view=access`);
  await settle(page, ".bars");
  await tour.visit("activity-access", page);
  await page.context().close();
  await nothingYet(tour);
}

async function nothingYet(tour: Tour): Promise<void> {
  const nobody = await tour.showcase.newcomer();
  const page = await tour.open(nobody);
  await visitPaths(tour, page, {
    "10a-empty-databases": "/databases",
    "empty-all-collaborators": "/collaborators",
    "empty-invitations": "/invitations",
    "empty-reviews": "/reviews",
  });
  await nobody.api.post("/v1/databases", { name: "first-database" });
  await page.goto("/databases/first-database/settings/collaborators");
  await settle(page, ".empty");
  await tour.visit("10b-empty-collaborators", page);
  await page.context().close();
}
