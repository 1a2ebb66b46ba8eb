import { expect, test } from "vitest";
import { createUndo } from "./undo.ts";
import type { Log } from "./log.ts";

function recordWarnings(): { log: Log; warnings: string[] } {
  const warnings: string[] = [];
  const warn = (meta: { error: string }, text: string) => void warnings.push(`${text}: ${meta.error}`);
  return { log: { warn } as unknown as Log, warnings };
}

test("what was brought up is taken down in the opposite order, and once", async () => {
  const { log, warnings } = recordWarnings();
  const undo = createUndo(log);
  const down: string[] = [];
  undo.push("the first", async () => down.push("first"));
  undo.push("the second", async () => down.push("second"));
  await undo.run();
  await undo.run();
  expect(down).toEqual(["second", "first"]);
  expect(warnings).toEqual([]);
});

test("what fails, or never ends, is named and does not keep the others from going down", async () => {
  const { log, warnings } = recordWarnings();
  const undo = createUndo(log);
  let last = "up";
  undo.push("the first", async () => (last = "down"));
  undo.push("the stuck", () => new Promise(() => undefined), { withinMs: 50 });
  undo.push("the broken", () => Promise.reject(new Error("no such thing")));
  undo.push("the thrower", () => {
    throw new Error("at once");
  });
  await undo.run();
  expect(last).toBe("down");
  expect(warnings).toEqual([
    "the thrower did not stop cleanly: at once",
    "the broken did not stop cleanly: no such thing",
    "the stuck did not stop cleanly: still running after 50 ms",
  ]);
});
