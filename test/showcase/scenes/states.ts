import type { Page } from "playwright-core";
import { database, settings, settle, visitPaths, type Tour } from "../visit.ts";

const list = "**/v1/databases/*/collaborators?*";

/** What a page shows while it loads, when the server refuses, and when it cannot be reached. */
export async function states(tour: Tour): Promise<void> {
  const page = await tour.open(tour.showcase.camille);
  await slow(tour, page);
  await failed(tour, page);
  await page.context().close();
  const guest = await tour.open(tour.showcase.jonas);
  await visitPaths(tour, guest, { "overview-of-collaborator": database });
  await guest.context().close();
}

/** The request is kept back until the picture is taken. */
async function slow({ visit }: Tour, page: Page): Promise<void> {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(list, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${settings}/general`);
  await settle(page, "h1");
  await page.getByRole("link", { name: "Collaborators" }).last().click();
  await page.getByText("Loading").waitFor();
  await visit("loading", page);
  letGo();
  await settle(page, ".list tbody tr");
  await page.unroute(list);
}

async function failed({ visit, showcase }: Tour, page: Page): Promise<void> {
  await page.route(list, (route) =>
    route.fulfill({ status: 500, json: problem, contentType: "application/problem+json" }),
  );
  await page.goto(`${settings}/collaborators`);
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await visit("error", page);
  await page.unroute(list);
  await page.goto(`${settings}/collaborators`);
  await settle(page, ".list tbody tr");
  await showcase.stage.product.stop();
  await page.getByText(/^You are offline/).waitFor();
  await visit("offline", page);
  await showcase.stage.product.restart();
  await page.getByText(/^You are offline/).waitFor({ state: "detached", timeout: 30_000 });
}

/** As the server answers when something broke in it. */
const problem = {
  type: "about:blank",
  title: "Internal Server Error",
  status: 500,
  code: "internal",
  detail: "That did not work, and nothing was changed. Reference 7c1f-20.",
  request_id: "7c1f-20",
};
