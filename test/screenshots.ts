import { rmSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { sizes, stumblesOn } from "./support/accessible.ts";
import { openBrowser } from "./support/browser.ts";
import { withOwnRun } from "./support/own-run.ts";
import { root } from "./support/paths.ts";
import { scrollsSideways, takePictures } from "./showcase/picture.ts";
import { pagesNotVisited, routedPages } from "./showcase/routes.ts";
import { scenes } from "./showcase/scenes.ts";
import { openShowcase } from "./showcase/stage.ts";
import { openTour, type Visit } from "./showcase/visit.ts";

/**
 * `npm run screenshots [-- GROUP…]`: every page and pop-up, light and dark, 1280 and 390 wide, in `screenshots/`. Ends
 * with 1 when axe finds something on one of them, when one scrolls sideways at 320, or when a page of the router is on
 * none. With the names of groups (test/showcase/scenes.ts), those alone.
 */
const folder = path.join(root, "screenshots");
const asked = process.argv.slice(2);
const groups = Object.entries(scenes).filter(([name]) => asked.length === 0 || asked.includes(name));
if (groups.length < asked.length) throw new Error(`The groups are: ${Object.keys(scenes).join(", ")}`);

const visited = new Set<string>();
const visit: Visit = async (name, page, how) => {
  visited.add(new URL(page.url()).pathname);
  await takePictures(folder, name, page, how?.onPhone ? [sizes[1]] : sizes);
  tell(name, await faultsOf(page));
};

async function faultsOf(page: Page): Promise<string[]> {
  const sideways = (await scrollsSideways(page)) ? ["it scrolls sideways at 320"] : [];
  return [...(await stumblesOn(page, { everyLook: true })), ...sideways];
}

function tell(name: string, faults: readonly string[]): void {
  process.stdout.write([`  ${name}`, ...faults].join("\n      ") + "\n");
  if (faults.length > 0) process.exitCode = 1;
}

await withOwnRun(async () => {
  if (asked.length === 0) rmSync(folder, { recursive: true, force: true });
  process.stdout.write("Starting Guestlist with two PostgreSQL servers, and filling them\n");
  const showcase = await openShowcase();
  const browser = await openBrowser();
  try {
    for (const [, play] of groups) await play(openTour(showcase, browser, visit));
    if (asked.length === 0) tell("pages of the router", pagesNotVisited(routedPages(), visited));
  } finally {
    await browser.close();
    await showcase.close();
  }
});
process.stdout.write(`\nThe pictures are in ${folder}\n`);
process.exit();
