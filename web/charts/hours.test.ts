import type { SessionHistory } from "@guestlist/contract";
import { expect, test } from "vitest";
import { hoursOf, peakOf } from "./hours.ts";

const history: SessionHistory = {
  from: "2026-02-13T10:00:00.000Z",
  step_s: 1800,
  total: [0, 2, null, null, 1, null],
  people: [
    { email: "a@example.com", login_name: "a", most: 2, points: [0, 2, 0, 0, 0, 0] },
    { email: "b@example.com", login_name: "b", most: 1, points: [0, 0, 0, 0, 1, 0] },
  ],
  people_left_out: 0,
};

test("an hour has its most, who it was, and says where nobody looked", () => {
  expect(hoursOf(history).map(({ most, people }) => [most, people.map(({ email }) => email)])).toEqual([
    [1, ["b@example.com"]],
    [null, []],
    [2, ["a@example.com"]],
  ]);
});

test("the peak is the first time of the most", () => {
  expect(peakOf(history)).toEqual({ most: 2, at: new Date("2026-02-13T10:30:00.000Z") });
  expect(peakOf({ ...history, total: [0, null] })).toBeUndefined();
});
