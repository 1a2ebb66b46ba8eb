import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readSources, type SourceFile } from "./rules/source.ts";
import { root } from "./support/paths.ts";

const pages = readSources(root, [".md"]);

/** Links to files that are not there. A link to a place on the web or on the page is not looked at. */
function deadLinks({ path: page, text }: SourceFile): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");
  const targets = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? "");
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(path.join(root, path.dirname(page), target)))
    .map((target) => `${page} links to ${target}`);
}

test("every link between the documents leads somewhere", () => {
  expect(
    deadLinks({ path: "docs/a.md", text: "[a](../README.md) [b](gone.md#x) [c](https://x.example) `[d](no)`" }),
  ).toEqual(["docs/a.md links to gone.md"]);
  expect(pages.flatMap(deadLinks)).toEqual([]);
});

test("every decision record is in their index", () => {
  const index = pages.find((page) => page.path === "docs/decisions/README.md")?.text ?? "";
  const records = pages.map((page) => path.basename(page.path)).filter((name) => /^\d{4}-/.test(name));
  expect(records.length).toBeGreaterThan(2);
  expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});

test("every failure mode that is tested is described, and every one that is described is tested", () => {
  const described = pages.find((page) => page.path === "docs/failure-modes.md")?.text ?? "";
  const named = [...described.matchAll(/\(\.\.\/test\/faults\/([^)]+)\)/g)].map((match) => match[1]);
  const tested = readSources(path.join(root, "test/faults"), [".test.ts"]).map((file) => file.path);
  expect(tested.length).toBeGreaterThan(15);
  expect(new Set(named)).toEqual(new Set(tested));
});
