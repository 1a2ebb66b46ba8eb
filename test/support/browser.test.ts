import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { openBrowser } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("the browser runs scripts and paints text", async () => {
  const page = await browser.newPage({ viewport: { width: 400, height: 120 } });
  await page.goto("data:text/html,<title>page</title><h1 style='margin:0;font:48px sans-serif'>Guestlist</h1>");
  await page.evaluate("document.fonts.ready");
  expect(await page.title()).toBe("page");
  expect(await page.evaluate("document.querySelector('h1').offsetHeight")).toBeGreaterThan(40);

  const painted = await page.screenshot();
  await page.evaluate("document.body.textContent = ''");
  expect(painted.equals(await page.screenshot())).toBe(false);
});
