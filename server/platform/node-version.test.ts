import { expect, test } from "vitest";
import { assertNodeVersion } from "./node-version.ts";

test("an older Node is refused in words, with where to get the right one", () => {
  expect(() => assertNodeVersion("22.19.0")).toThrow(/^This needs Node 24 or later, and it runs on Node 22.19.0./);
});

test.each(["24.0.0", "26.1.0", process.versions.node])("Node %s is taken", (version) => {
  expect(() => assertNodeVersion(version)).not.toThrow();
});
