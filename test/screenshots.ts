import { rmSync } from "node:fs";
import path from "node:path";
import { sizes, stumblesOn } from "./support/accessible.ts";
import { openBrowser } from "./support/browser.ts";
import { withOwnRun } from "./support/own-run.ts";
import { root } from "./support/paths.ts";
import { takePictures } from "./showcase/picture.ts";
import { playScenes } from "./showcase/scenes.ts";
import { openShowcase } from "./showcase/stage.ts";

/**
 * `npm run screenshots`: every page and pop-up, light and dark, 1280 and 390 wide, in `screenshots/`. Ends with 1 when axe
 * finds something on one of them.
 */
const folder = path.join(root, "screenshots");

await withOwnRun(async () => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write("Starting Guestlist with two PostgreSQL servers, and filling them\n");
  const showcase = await openShowcase();
  const browser = await openBrowser();
  try {
    await playScenes(showcase, browser, async (name, page, how) => {
      await takePictures(folder, name, page, how?.onPhone ? [sizes[1]] : sizes);
      const stumbles = await stumblesOn(page, { everyLook: true });
      process.stdout.write([`  ${name}`, ...stumbles].join("\n      ") + "\n");
      if (stumbles.length > 0) process.exitCode = 1;
    });
  } finally {
    await browser.close();
    await showcase.close();
  }
});
process.stdout.write(`\nThe pictures are in ${folder}\n`);
process.exit();
