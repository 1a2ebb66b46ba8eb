import { expect, test } from "vitest";
import { bodiesOf } from "./bodies.tsx";

const groupOf = (index: number): string => (index < 3 ? "a" : "b");
const spans = (...drawn: { index: number; gapBefore: number }[]) =>
  bodiesOf(drawn, groupOf).map(({ group, members }) => [group, ...members.map(({ span }) => span)]);

test("the first row of a group speaks for those that follow it", () => {
  const all = [0, 1, 2, 3, 4].map((index) => ({ index, gapBefore: 0 }));
  expect(spans(...all)).toEqual([
    ["a", 3, 0, 0],
    ["b", 2, 0],
  ]);
});

test("what is drawn of a group in its middle has a head, and after a gap another one", () => {
  expect(spans({ index: 2, gapBefore: 90 }, { index: 3, gapBefore: 0 }, { index: 8, gapBefore: 200 })).toEqual([
    ["a", 1],
    ["b", 1, 1],
  ]);
});
