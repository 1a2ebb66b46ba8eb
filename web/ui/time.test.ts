import { describe, expect, test } from "vitest";
import {
  clockMilliseconds,
  dayAndMonth,
  dayAndTime,
  dayHeading,
  exactTime,
  relativeTime,
  timeLeft,
  timeOrDay,
} from "./time.ts";

const now = new Date(2026, 10, 24, 14, 6, 0);
const at = (day: number, hours: number, minutes = 0, seconds = 0) => new Date(2026, 10, day, hours, minutes, seconds);

describe("a time is relative up to a day, then the date", () => {
  test.each([
    [at(24, 14, 5, 30), "just now"],
    [at(24, 14, 4), "2 min ago"],
    [at(24, 13, 6), "1 hour ago"],
    [at(24, 11), "3 hours ago"],
    [at(23, 20), "18 hours ago"],
    [at(23, 13), "yesterday"],
    [at(22, 23), "22 Nov"],
    [new Date(2025, 2, 12), "12 Mar 2025"],
    [at(24, 14, 7), "just now"],
  ])("%s", (time, words) => {
    expect(relativeTime(time, now)).toBe(words);
  });
});

test("what is left is said as a person would", () => {
  expect(timeLeft(at(27, 14), now)).toBe("3 days");
  expect(timeLeft(at(25, 10), now)).toBe("20 hours");
  expect(timeLeft(at(24, 14, 30), now)).toBe("24 min");
  expect(timeLeft(at(24, 14, 6, 5), now)).toBe("1 min");
});

test("days, hours and exact times", () => {
  expect(dayAndMonth(at(1, 0), now)).toBe("1 Nov");
  expect(dayAndTime(new Date(2026, 11, 1, 11, 20), now)).toBe("Tue 1 Dec, 11:20");
  expect(timeOrDay(at(24, 9, 5), now)).toBe("09:05");
  expect(timeOrDay(at(23, 9, 5), now)).toBe("23 Nov, 09:05");
  expect(dayHeading(at(24, 1), now)).toBe("Today, Tue 24 Nov");
  expect(dayHeading(at(23, 1), now)).toBe("Mon 23 Nov");
  expect(clockMilliseconds(new Date(2026, 10, 24, 14, 7, 31, 21))).toBe("14:07:31.021");
  expect(exactTime(at(24, 14, 7, 31))).toMatch(/^Tue 24 Nov 2026, 14:07:31 \S+$/);
});
