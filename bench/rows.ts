import type { Page } from "playwright-core";
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
declare const window: { longest(since: number): number };
declare const scrollBy: (left: number, top: number) => void;
declare const requestAnimationFrame: (next: () => void) => void;

/** The Collaborators page with 5,000 rows in a browser against the same with 100, and the overview of both databases. */
export async function benchRows(stage: BenchStage): Promise<Row[]> {
  await addRows(stage, "bench-few", few);
  await addRows(stage, "bench-rows", many);
  const browser = await openBrowser();
  try {
    const page = await signInTo(browser, stage, stage.owner);
    await page.addInitScript(watchTasks);
    const small = await measure(page, pageOf("bench-few"));
    const large = await measure(page, pageOf("bench-rows"));
    const overview = await measure(page, "/collaborators");
    return [...rowsOf("page", large, small), ...rowsOf("overview", overview, small)];
  } finally {
    await browser.close();
  }
}

const pageOf = (database: string): string => `/databases/${database}/settings/collaborators`;

async function addRows(stage: BenchStage, name: string, rows: number): Promise<void> {
  await insertPending(stage.databaseUrl, await addDatabase(stage, name), rows - 1);
}

function rowsOf(what: string, of: Measured, small: Measured): Row[] {
  const row = (name: string, unit: string, measured: number, against: number, target: number | null): Row => ({
    name: `${what} with 5,000 rows, ${name}`,
    unit,
    measured,
    against,
    ratio: measured / against,
    target,
  });
  return [
    row("until the first are drawn", "ms", of.drawnMs, small.drawnMs, null),
    row("its elements", "", of.elements, small.elements, 1),
    row("its longest task while it is scrolled", "ms", of.scrollMs, noticed, 1),
    row("its longest task while a filter is typed", "ms", of.filterMs, noticed, 1),
  ];
}

interface Measured {
  drawnMs: number;
  elements: number;
  scrollMs: number;
  filterMs: number;
}

async function measure(page: Page, path: string): Promise<Measured> {
  const started = performance.now();
  await page.goto(path);
  await page.locator(".list tbody th").nth(5).waitFor();
  const drawnMs = performance.now() - started;
  await page.waitForLoadState("networkidle");
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  const scrollMs = await longestTask(page, () => page.evaluate(scroll));
  // Found and focused before: to find it by its role, Playwright itself runs a long task in the page.
  await page.getByRole("searchbox").focus();
  const filterMs = await longestTask(page, () => page.keyboard.type("77@pending", { delay: 60 }));
  return { drawnMs, elements, scrollMs, filterMs };
}

/** Also tasks that the observer was not told of yet. */
const watchTasks = `{
  const tasks = [];
  const take = (entries) => tasks.push(...entries);
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: "longtask" });
  window.longest = (since) => {
    take(observer.takeRecords());
    return Math.max(0, ...tasks.filter((task) => task.startTime >= since).map((task) => task.duration));
  };
}`;

/** Of those that began since it was asked. Tasks under 50 ms are not told by the browser: then it is 0. */
async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  const since = await page.evaluate(() => performance.now());
  await act();
  return page.evaluate((from) => window.longest(from), since);
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
