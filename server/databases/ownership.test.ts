import { expect, test } from "vitest";
import { ownershipAfter } from "./ownership.ts";

const database = (ownership: string, previous: string | null = null) => ({
  name: "my-shop",
  ownership,
  previous_owner_role: previous,
});

test.each([
  ["kept", null, "move", "moving"],
  ["kept", null, "keep", null],
  ["moving", null, "keep", "kept"],
  ["moving", "shop_owner", "keep", "returning"],
  ["moving", "shop_owner", "move", null],
  ["moved", "shop_owner", "keep", "returning"],
  ["moved", "shop_owner", "move", null],
  ["returning", "shop_owner", "move", "moving"],
  ["returning", "shop_owner", "keep", null],
] as const)("from %s (before: %s), %s leads to %s", (ownership, previous, wanted, expected) => {
  expect(ownershipAfter(database(ownership, previous), wanted)).toBe(expected);
});

test("what was made here has nothing to move", () => {
  expect(() => ownershipAfter(database("made"), "move")).toThrow("owns it already");
});

test("what a powerless role owned from the beginning has nobody to return to", () => {
  expect(() => ownershipAfter(database("moved"), "keep")).toThrow("no login to return it to");
});
