import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { sizes, themes } from "../support/accessible.ts";

/** What lies over the page is as high as the window: a higher one shows a long pop-up whole. */
async function growToDialog(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  const dialog = await page
    .locator(".dialog")
    .first()
    .boundingBox({ timeout: 200 })
    .catch(() => null);
  if (dialog !== null) await page.setViewportSize({ width, height: Math.max(height, Math.ceil(dialog.height) + 144) });
}

/** Pictures of what the page shows in both themes, at each size, `NAME-WIDTH-THEME.png`, whole; the page is left as it was found. */
export async function takePictures(
  folder: string,
  name: string,
  page: Page,
  shown: readonly (typeof sizes)[number][] = sizes,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of shown) {
      await page.setViewportSize(size);
      await growToDialog(page, size);
      const file = path.join(folder, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: (await page.locator(".veil").count()) === 0 });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(sizes[0]);
}

// The browser's; code that is given to `evaluate` runs there.
declare const document: { documentElement: { scrollWidth: number; clientWidth: number } };

/** Whether the page is wider than the narrowest phone. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (before !== null) await page.setViewportSize(before);
  return over > 0;
}
