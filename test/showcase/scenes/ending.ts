import type { Page } from "playwright-core";
import { queryOnce } from "../../support/postgres.ts";
import { askRevoke, database, openDialog, settings, settle, visitPaths, type Tour } from "../visit.ts";

const ines = "ines.moreau@example.com";
const dmitri = "dmitri.kuznetsov@example.net";

/** Accesses that end, each in its way; last of all the server falls silent, and what is lost with it does not come back. */
export async function ending(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await page.goto(`${settings}/collaborators`);
  await closing(tour, page);
  await receipts(tour, page);
  await leaving(tour);
  await silent(tour, page);
  await page.context().close();
}

async function closing({ showcase, visit, open }: Tour, page: Page): Promise<void> {
  const theirs = await open(showcase.ines);
  await theirs.goto(database);
  await settle(theirs, "h1");
  await askRevoke(page, ines);
  showcase.stuck.hold();
  await page.getByRole("button", { name: `Revoke access to ${ines}`, exact: true }).click();
  // Logins are refused, and the session lives.
  await page.getByText("Done").first().waitFor();
  await visit("06b-revoke-closing", page);
  showcase.stuck.letGo();
  await page.getByRole("dialog", { name: "Access has ended" }).waitFor({ timeout: 30_000 });
  await visit("06c-revoke-closed", page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await visit("collaborators-ended-row", page);
  await theirs.getByRole("heading", { name: /^Your access to .* has ended$/ }).waitFor();
  await visit("ended-for-reader", theirs);
  await theirs.context().close();
}

async function receipts(tour: Tour, page: Page): Promise<void> {
  await visitPaths(tour, page, { ended: `${settings}/collaborators/ended` });
  await page
    .getByRole("link", { name: /^Receipt/ })
    .first()
    .click();
  await page.getByRole("heading", { name: /^Closure receipt/ }).waitFor();
  await tour.visit("receipt", page);
}

async function leaving({ showcase, visit, open }: Tour): Promise<void> {
  const page = await open(showcase.jonas);
  await page.goto(`${settings}/collaborators`);
  await askRevoke(page, showcase.jonas.email);
  await visit("06e-leave", page);
  await page.context().close();
}

async function silent(tour: Tour, page: Page): Promise<void> {
  const { showcase, visit } = tour;
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
  await visitPaths(tour, page, {
    "01-databases": "/databases",
    "08-all-collaborators": "/collaborators",
    "09-activity": `${database}/activity`,
    "overview-silent": database,
  });
  await page.goto(`${settings}/general`);
  await settle(page, "h1");
  await openDialog(page, "Delete this database");
  await visit("delete-while-silent", page);
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
