import type { Browser, Page } from "playwright-core";
import { signInTo } from "../test/journeys/owning-stage.ts";
import { openBrowser } from "../test/support/browser.ts";
import { insertPending } from "../test/support/people.ts";
import type { Row } from "./row.ts";
import { addDatabase, type BenchStage } from "./stage.ts";

const many = 5_000;
const few = 100;
/** What a person does not notice: milliseconds. */
const noticed = 50;

// The browser's; code that is given to `evaluate` runs there.
declare const document: { querySelectorAll(selector: string): { length: number } };
declare const window: { tasks: number[] };
declare const scrollBy: (left: number, top: number) => void;
declare const requestAnimationFrame: (next: () => void) => void;

/** The Collaborators page with 5,000 rows in a browser, against the same with 100. */
export async function benchRows(stage: BenchStage): Promise<Row[]> {
  const browser = await openBrowser();
  try {
    const small = await measure(stage, browser, "bench-few", few);
    const large = await measure(stage, browser, "bench-rows", many);
    const against = (name: string, unit: string, measured: number, other: number, target: number | null): Row => ({
      name,
      unit,
      measured,
      against: other,
      ratio: measured / other,
      target,
    });
    return [
      against("page with 5,000 rows, until the first are drawn", "ms", large.drawnMs, small.drawnMs, null),
      against("its elements", "", large.elements, small.elements, 1),
      against("its longest task while it is scrolled", "ms", large.scrollMs, noticed, 1),
      against("its longest task while a filter is typed", "ms", large.filterMs, noticed, 1),
    ];
  } finally {
    await browser.close();
  }
}

interface Measured {
  drawnMs: number;
  elements: number;
  scrollMs: number;
  filterMs: number;
}

async function measure(stage: BenchStage, browser: Browser, name: string, rows: number): Promise<Measured> {
  const id = await addDatabase(stage, name);
  await insertPending(stage.databaseUrl, id, rows - 1);
  const page = await signInTo(browser, stage, stage.owner);
  await page.addInitScript(watchTasks);
  const started = performance.now();
  await page.goto(`/databases/${name}/settings/collaborators`);
  await page.locator(".list tbody th").nth(5).waitFor();
  const drawnMs = performance.now() - started;
  await page.waitForLoadState("networkidle");
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  const scrollMs = await longestTask(page, () => page.evaluate(scroll));
  const filterMs = await longestTask(page, () =>
    page.getByRole("searchbox").pressSequentially("77@pending", { delay: 60 }),
  );
  await page.context().close();
  return { drawnMs, elements, scrollMs, filterMs };
}

const watchTasks = `window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });`;

/** Tasks under 50 ms are not told by the browser: then it is 0. */
async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => (window.tasks = []));
  await act();
  return page.evaluate(() => Math.max(0, ...window.tasks));
}

/** Two seconds, a third of a window each frame. */
const scroll = (): Promise<void> =>
  new Promise((resolve) => {
    let frames = 120;
    const next = (): void => {
      scrollBy(0, 300);
      if ((frames -= 1) > 0) requestAnimationFrame(next);
      else resolve();
    };
    next();
  });
