import type { Review, ReviewItem } from "@guestlist/contract";
import { expect, test } from "vitest";
import { nextToDecide, outcomeOf, progressOf, resultOf } from "./words.ts";

const item = (id: string, differs: Partial<ReviewItem> = {}): ReviewItem =>
  ({ id, decision: null, ended_otherwise: false, ...differs }) as ReviewItem;

test("the next one is after the one that was decided, then from the start, and never one that needs none", () => {
  const items = [item("a"), item("b", { decision: "keep" }), item("c", { ended_otherwise: true }), item("d")];
  expect(nextToDecide(items, "a")?.id).toBe("d");
  expect(nextToDecide(items, "d")?.id).toBe("a");
  expect(nextToDecide(items, undefined)?.id).toBe("a");
  expect(nextToDecide([item("a", { decision: "end" })], "a")).toBeUndefined();
});

test("progress and result count what was decided, and what ended without it", () => {
  const counts = { items: 6, kept: 2, ended: 1, ended_otherwise: 1, undecided: 2 };
  const review = { counts } as Review;
  expect(progressOf(review)).toBe("4 of 6 decided");
  expect(resultOf(review)).toBe("2 kept, 1 ended, 1 ended otherwise, 2 not decided");
  expect(outcomeOf(item("a", { decision: "keep", ended_otherwise: true }))).toBe("ended otherwise");
});
