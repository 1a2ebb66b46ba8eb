import { expect, it } from "vitest";
import { UsageFailure } from "./failure.ts";
import { instant, parseUntil, seconds } from "./instants.ts";

it("takes the end of an access away with never", () => {
  expect(parseUntil("never")).toBeNull();
  expect(parseUntil(" Never ")).toBeNull();
});

it.each(["30d", "2027-01-31", "2027-01-31T12:00:00Z", "next week"])("leaves %s for the server to read", (when) => {
  expect(parseUntil(` ${when} `)).toBe(when);
});

it("refuses an end of nothing", () => {
  expect(() => parseUntil("  ")).toThrow(UsageFailure);
});

it("prints instants in one zone, and durations to the millisecond", () => {
  expect(instant("2026-02-13T11:21:07.999+01:00")).toBe("2026-02-13 10:21:07 UTC");
  expect(instant(null)).toBe("n/a");
  expect(seconds(31)).toBe("0.031 s");
});
