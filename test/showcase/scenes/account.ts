import type { Page } from "playwright-core";
import { queryOnce } from "../../support/postgres.ts";
import { settle, visitDialog, visitEntry, visitPaths, type Tour } from "../visit.ts";

/** The account, the menus of the bar, what finds things, and a session that ends. */
export async function account(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await visitPaths(tour, page, { account: "/account", invitations: "/invitations" });
  await page.goto("/account");
  await page.getByLabel("Name of a new token").fill("laptop");
  await page.getByRole("button", { name: "Make token" }).click();
  await page.getByText("Shown once").first().waitFor();
  await tour.visit("account-new-token", page);
  await visitDialog(tour, page, "account-sign-out-everywhere", "Sign out everywhere");
  await visitEntry(tour, page, "account-end-token", "laptop", "End token");
  await menus(tour, page);
  await finding(tour, page);
  await sessionEnds(tour, page);
  await page.context().close();
}

async function menus({ visit }: Tour, page: Page): Promise<void> {
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
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Menu" }).click();
  await visit("menu-places", page, { onPhone: true });
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function finding({ visit }: Tour, page: Page): Promise<void> {
  const field = page.getByRole("combobox", { name: "Find anything" });
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
  await visit("palette-opened", page);
  await field.fill("jonas");
  await page.getByRole("option", { name: /jonas/ }).first().waitFor();
  await visit("palette", page);
  await field.fill("nothing like this");
  await page.getByText("Nothing matches.").waitFor();
  await visit("palette-nothing", page);
  await page.keyboard.press("Escape");
}

/** As it ends by its time, or from another machine, under an open page. */
async function sessionEnds({ showcase, visit }: Tour, page: Page): Promise<void> {
  await queryOnce(showcase.stage.product.databaseUrl ?? "", "delete from sessions");
  await page.getByRole("dialog", { name: "Your session has ended" }).waitFor();
  await visit("session-ended", page);
}
