import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { endpoints } from "@guestlist/contract";
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

/** Chunks of a page, without the marks of their build. */
const parts = (of: string): string[] =>
  loads.find(({ page }) => page === of)?.parts.map(({ name }) => name.replace(/-[\w-]{8}\.js$/, "")) ?? [];

const inOrder = (names: readonly string[]): string[] => names.toSorted((a, b) => a.localeCompare(b));
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

describe("The first load of a page is at most 150 kB of JavaScript, gzip", () => {
  test("every page of the router is measured, with the frames around it", () => {
    const router = readFileSync(path.join(root, "web/router.tsx"), "utf8");
    const routed = [...router.matchAll(/import\("[^"]*\/([\w-]+-page)\.tsx"\)/g)].map((match) => match[1] ?? "");
    expect(inOrder(loads.map(({ page }) => page))).toEqual(inOrder(["entry", ...routed]));
    expect(parts("collaborators-page")).toEqual(expect.arrayContaining(["frame", "database-frame", "settings-frame"]));
    expect(parts("sign-in-page")).not.toContain("frame");
  });

  test.each(loads)("$page", (load) => {
    expect(load.parts.length).toBeGreaterThan(3);
    if (load.gzip > most) throw new Error(told(load));
  });
});

test("of an endpoint the browser gets its path, and neither summary nor schema", () => {
  const assets = path.join(root, "web/dist/assets");
  const files = readdirSync(assets).filter((file) => file.endsWith(".js"));
  const code = files.map((file) => readFileSync(path.join(assets, file), "utf8")).join("\n");
  const told = (key: "path" | "summary") => Object.values(endpoints).filter((each) => code.includes(each[key]));
  expect([told("path").length, told("summary")]).toEqual([Object.keys(endpoints).length, []]);
});
