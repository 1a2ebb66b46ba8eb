import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/paths.ts";
import { isStale } from "./stale.ts";

test("a build is stale when it is missing or older than a source", () => {
  const folder = temporaryFolder("stale");
  const at = (name: string, seconds: number) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), "");
    utimesSync(path.join(folder, name), seconds, seconds);
  };
  const stale = () => isStale(path.join(folder, "dist"), [folder]);
  at("pages/a.ts", 100);
  expect(stale()).toBe(true);
  at("dist/assets/a.js", 200);
  expect(stale()).toBe(false);
  at("node_modules/x.js", 300);
  expect(stale()).toBe(false);
  at("pages/b.ts", 201);
  expect(stale()).toBe(true);
});
