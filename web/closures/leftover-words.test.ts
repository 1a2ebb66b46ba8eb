import type { CouldStillUse, Leftover } from "@guestlist/contract";
import { expect, test } from "vitest";
import { decisionInWords, leftoverAnswer, leftoverCounts } from "./leftover-words.ts";

const item = (kind: Leftover["kind"], decision: Leftover["decision"] = null): Leftover => ({
  item: 1,
  kind,
  database: "shop",
  name: "x",
  why: "y",
  since_they_came: true,
  can: "remove",
  decision,
  decided_by: null,
  decided_at: decision === null ? null : "2026-11-24T14:07:31.000Z",
});
const used = (items: Leftover[], leftOut = 0): CouldStillUse => ({
  seen_at: null,
  items,
  left_out: leftOut,
  api_tokens: 0,
});

test("what is left is counted by kind", () => {
  expect(leftoverCounts(used([item("database_user"), item("function"), item("function")], 7))).toEqual([
    { n: 1, what: "application password that they know" },
    { n: 2, what: "functions that others may call" },
    { n: 7, what: "more" },
  ]);
});

test("the answer counts what nobody has decided about", () => {
  expect(leftoverAnswer(used([]))).toBe("Nothing that we know of.");
  expect(leftoverAnswer(used([item("view", "kept")]))).toBe("Everything has been decided about.");
  expect(leftoverAnswer(used([item("view", "kept"), item("view")]))).toBe("1 thing is left to decide about.");
  expect(leftoverAnswer(used([item("view")], 2))).toBe("3 things are left to decide about.");
});

test("a decision has its name, or was found", () => {
  expect(decisionInWords(item("view"))).toBeNull();
  expect(decisionInWords(item("view", "removed"))).toMatch(/^Found gone, /);
  expect(decisionInWords({ ...item("view", "kept"), decided_by: "a@example.com" })).toMatch(/^Kept by a@example.com, /);
});
