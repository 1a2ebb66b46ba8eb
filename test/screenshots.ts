import { rmSync } from "node:fs";
import path from "node:path";
import { openBrowser } from "./support/browser.ts";
import { withOwnRun } from "./support/own-run.ts";
import { root } from "./support/paths.ts";
import { takePictures } from "./showcase/picture.ts";
import { playScenes } from "./showcase/scenes.ts";
import { openShowcase } from "./showcase/stage.ts";

/** `npm run screenshots`: every page and pop-up, light and dark, 1280 and 390 wide, in `screenshots/`. */
const folder = path.join(root, "screenshots");

await withOwnRun(async () => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write("Starting Guestlist with two PostgreSQL servers, and filling them\n");
  const showcase = await openShowcase();
  const browser = await openBrowser();
  try {
    await playScenes(showcase, browser, async (name, page) => {
      await takePictures(folder, name, page);
      process.stdout.write(`  ${name}\n`);
    });
  } finally {
    await browser.close();
    await showcase.close();
  }
});
process.stdout.write(`\nThe pictures are in ${folder}\n`);
process.exit();
