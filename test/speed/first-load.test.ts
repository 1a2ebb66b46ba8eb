import path from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/paths.ts";
import { firstLoads, type FirstLoad } from "./first-load.ts";

const most = 150_000;
const loads = firstLoads(path.join(root, "web/dist"));

/** The number, and what it is made of. */
function told({ page, gzip, parts }: FirstLoad): string {
  const largest = parts.slice(0, 8).map((part) => `  ${kB(part.gzip)}  ${part.name}`);
  return [`${page} loads ${kB(gzip)} of JavaScript before it can be used; ${kB(most)} are allowed.`, ...largest].join(
    "\n",
  );
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

describe("Each page's first load is at most 150 kB of JavaScript, gzip", () => {
  test("the pages that people come to first are among those measured", () => {
    const pages = loads.map(({ page }) => page);
    for (const page of ["entry", "sign-in-page", "databases-page", "collaborators-page", "invitation-page"])
      expect(pages).toContain(page);
  });

  test.each(loads)("$page", (load) => {
    expect(load.parts.length).toBeGreaterThan(3);
    if (load.gzip > most) throw new Error(told(load));
  });
});
