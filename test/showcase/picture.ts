import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** A phone and a desktop, in CSS pixels. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

/** What lies over the page is as high as the window: a higher one shows a long pop-up whole. */
async function growToDialog(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  const dialog = await page
    .locator(".dialog")
    .first()
    .boundingBox({ timeout: 200 })
    .catch(() => null);
  if (dialog !== null) await page.setViewportSize({ width, height: Math.max(height, Math.ceil(dialog.height) + 144) });
}

/** Four pictures of what the page shows, `NAME-WIDTH-THEME.png`, whole; the page is left as it was found. */
export async function takePictures(folder: string, name: string, page: Page): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await growToDialog(page, size);
      const file = path.join(folder, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: (await page.locator(".veil").count()) === 0 });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(sizes[0] ?? { width: 1280, height: 800 });
}
