import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { forbiddenImports, importCycles, type Declared } from "./rules/boundaries.ts";
import { importsOf, readSources, type SourceFile } from "./rules/source.ts";
import { root } from "./support/paths.ts";

const sources = readSources(root, [".ts", ".tsx"]);
const declared: Declared = Object.fromEntries(
  ["", "contract", "server", "web", "cli", "test"].map((workspace) => [workspace, dependenciesOf(workspace)]),
);

function dependenciesOf(
  workspace: string,
  kinds = ["dependencies", "devDependencies", "optionalDependencies"],
): string[] {
  const text = readFileSync(path.join(root, workspace, "package.json"), "utf8");
  const manifest = JSON.parse(text) as Record<string, object>;
  return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
}

const file = (name: string, text: string): SourceFile => ({ path: name, text });
const problemsOf = (name: string, text: string) => forbiddenImports([file(name, text)], declared);

test("every import is allowed by the table", () => {
  expect(sources.length).toBeGreaterThan(10);
  expect(forbiddenImports(sources, declared)).toEqual([]);
});

test.each(["contract", "server", "web", "cli"])("%s declares no package that it does not use", (workspace) => {
  const files = readSources(path.join(root, workspace), [".ts", ".tsx", ".css"]);
  const unused = (files: SourceFile[], name: string) => !files.some(({ text }) => text.includes(`"${name}`));
  expect(unused(files, "left-pad")).toBe(true);
  expect(dependenciesOf(workspace, ["dependencies"]).filter((name) => unused(files, name))).toEqual([]);
});

test("no file reaches itself by its imports", () => {
  expect(importCycles(sources)).toEqual([]);
});

describe("the rules can fail", () => {
  test("all ways to name another module are seen", () => {
    const text = `import { a } from "./a.ts"; import type { B } from "./b.ts"; export * from "./c.ts";
      export type { D } from "./d.ts"; const e = await import("./e.ts"); type F = import("./f.ts").F; import "./g.css";`;
    expect(importsOf(file("x.ts", text)).sort()).toEqual([
      "./a.ts",
      "./b.ts",
      "./c.ts",
      "./d.ts",
      "./e.ts",
      "./f.ts",
      "./g.css",
    ]);
  });

  test.each([
    ["server/accounts/a.ts", `import "../databases/database.ts"`, "accounts may not import databases"],
    ["server/collaborators/a.ts", `await import("../access/plan.ts")`, "collaborators may not import access"],
    ["server/start.ts", `import "./access/plan.ts"`, "server may not import access"],
    ["server/access/a.ts", `import type { A } from "../accounts/account.ts"`, "access may not import accounts"],
    ["server/platform/a.ts", `import "../app.ts"`, "platform may not import server"],
    ["web/pages/a.tsx", `import "../../server/app.ts"`, "web may not import server"],
    ["cli/a.ts", `export * from "../contract/index.ts"`, "the contract is imported as @guestlist/contract"],
    ["cli/a.ts", `import "@guestlist/contract/endpoint.ts"`, "only the contract's index is for others"],
    ["contract/a.ts", `import "pg"`, "contract may use only typebox"],
    ["contract/a.ts", `import "node:fs"`, "the contract runs anywhere"],
    ["server/events/a.ts", `import "left-pad/index.js"`, "no package.json of server declares it"],
    ["server/events/a.ts", `import "fs"`, "write node:fs"],
    ["server/events/a.ts", `import "./b"`, "the ending is part of the name"],
    ["server/events/a.ts", `import "../../test/support/http.ts"`, "events may not import test"],
  ])("%s: %s", (name, text, problem) => {
    expect(problemsOf(name, text)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ["server/app.ts", `import "./access/reconcile.ts"`],
    [
      "server/collaborators/a.ts",
      `import { Type } from "typebox"; import "../databases/queries.ts"; import "@guestlist/contract"`,
    ],
    [
      "server/events/a.test.ts",
      `import { test } from "vitest"; import "../../test/support/http.ts"; import fc from "fast-check"`,
    ],
    ["contract/a.ts", `import { Value } from "typebox/value"; import "./b.ts"`],
  ])("%s may: %s", (name, text) => {
    expect(problemsOf(name, text)).toEqual([]);
  });

  test("a cycle is told file by file, through the contract's name as well", () => {
    const cycle = [
      file("a/one.ts", `import "./two.ts"`),
      file("a/two.ts", `export type { A } from "../contract/index.ts"`),
      file("contract/index.ts", `import "../a/three.ts"`),
      file("a/three.ts", `import "@guestlist/contract"`),
    ];
    expect(importCycles(cycle)).toEqual(["contract/index.ts -> a/three.ts -> contract/index.ts"]);
    expect(importCycles(cycle.slice(0, 2))).toEqual([]);
  });
});
