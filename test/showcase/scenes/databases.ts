import type { Page } from "playwright-core";
import { openDialog, openMenu, settings, settle, visitDialog, visitPaths, type Tour } from "../visit.ts";

const user = "nightly_import";

/** New databases, the settings of one, and its database users. */
export async function databases(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await visitPaths(tour, page, { "create-database": "/databases/new", "attach-database": "/databases/attach" });
  await adding(tour, page);
  await databaseUsers(tour, page);
  await general(tour, page);
  await page.context().close();
  await tour.showcase.camille.api.delete("/v1/databases/weather-stations?data=drop", { confirm: "weather-stations" });
}

async function adding({ visit, showcase }: Tour, page: Page): Promise<void> {
  await page.goto("/databases/new");
  await page.getByLabel("Name").fill("X");
  await page.getByRole("button", { name: /^Create/ }).click();
  await page.locator("[aria-invalid=true]").waitFor();
  await visit("create-database-refused", page);
  await page.getByLabel("Name").fill("weather-stations");
  await page.getByRole("button", { name: /^Create/ }).click();
  await page.locator("output").waitFor();
  await visit("create-database-done", page);
  await page.goto("/databases/attach");
  await page.getByRole("textbox").first().fill(showcase.attachableUrl);
  await page.getByRole("button", { name: "Look" }).click();
  await page.getByRole("radio").first().waitFor();
  await visit("attach-database-findings", page);
  await page.getByRole("radio").last().check();
  await visit("attach-database-move", page);
}

async function databaseUsers(tour: Tour, page: Page): Promise<void> {
  const { visit } = tour;
  await page.goto("/databases/weather-stations/settings/users");
  await settle(page, ".list tbody tr");
  await openMenu(page, await firstUser(page));
  await visit("database-user-menu", page);
  await page.keyboard.press("Escape");
  await visitPaths(tour, page, { "database-users-none": `${settings}/users` });
  await openDialog(page, "Add");
  await visit("database-user-add", page);
  await page.getByLabel("Name").fill(user);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("dialog").locator("output").waitFor();
  await visit("database-user-made", page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await settle(page, ".list tbody tr");
  await visit("database-users", page);
  await asked(tour, page, "database-user-delete", "Delete");
  await asked(tour, page, "database-user-reset", "Reset password");
}

const firstUser = async (page: Page): Promise<string> =>
  page.locator(".list tbody th code").first().innerText({ timeout: 20_000 });

async function asked({ visit }: Tour, page: Page, name: string, entry: string): Promise<void> {
  await openMenu(page, user);
  await page.getByRole("menuitem", { name: entry }).click();
  await page.getByRole("dialog").waitFor();
  await visit(name, page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function general(tour: Tour, page: Page): Promise<void> {
  const { visit, showcase } = tour;
  await visitPaths(tour, page, { general: `${settings}/general` });
  await visitDialog(tour, page, "general-transfer", "Transfer this database");
  await visitDialog(tour, page, "general-delete-attached", "Delete this database");
  await visitDialog(tour, page, "general-return-ownership", "Return the ownership");
  await page.goto("/databases/customer-analytics/settings/general");
  await visitDialog(tour, page, "general-delete", "Delete this database");
  await openDialog(page, "Transfer this database");
  await page.getByLabel("New owner").selectOption({ label: showcase.jonas.email });
  await page.getByRole("button", { name: "Offer the database" }).click();
  await page.getByRole("button", { name: "Take it back" }).waitFor();
  await visit("general-offered", page);
  const jonas = await tour.open(showcase.jonas);
  await jonas.goto("/invitations");
  await jonas.getByRole("button", { name: "Become the owner" }).waitFor();
  await visit("invitations-transfer", jonas);
  await visitPaths(tour, jonas, { "general-of-collaborator": `${settings}/general` });
  await jonas.context().close();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("button", { name: "Transfer this database" }).waitFor();
}
