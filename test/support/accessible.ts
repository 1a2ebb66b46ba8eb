import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** A desktop and a phone, in CSS pixels. */
export const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

/** What another theme and width can change: colors, and what lies where. */
const rulesOfLook = ["color-contrast", "target-size", "scrollable-region-focusable"];

/**
 * What somebody would stumble over on the open page or pop-up, by axe's rules and WCAG 2.2 AA's size of targets; empty is
 * good. All rules light and wide, those of its look dark and narrow; with `everyLook` all of them four times.
 */
export async function stumblesOn(page: Page, { everyLook = false } = {}): Promise<string[]> {
  const before = page.viewportSize();
  const stumbles: string[] = [];
  for (const size of sizes)
    for (const colorScheme of themes) {
      const isUsual = size === sizes[0] && colorScheme === "light";
      const isOther = size === sizes[1] && colorScheme === "dark";
      if (!(everyLook || isUsual || isOther)) continue;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(colorsHaveChanged);
      const found = await violationsOf(page, everyLook || isUsual);
      stumbles.push(...found.map((each) => `${size.width} wide, ${colorScheme}, ${each}`));
    }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
  return stumbles;
}

/** A button's color changes in 120 ms: between two themes it is none of either. Run in the page. */
const colorsHaveChanged = `Promise.all(document.getAnimations().flatMap((each) =>
  each instanceof CSSTransition ? each.finished.catch(() => undefined) : []))`;

/** In the page itself: there are no frames, and a tab for each look would cost more than the look. */
async function violationsOf(page: Page, all: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const runOnly = all ? undefined : { type: "rule" as const, values: rulesOfLook };
  axe.options({
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
    ...(runOnly && { runOnly }),
  });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
