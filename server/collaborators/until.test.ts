import { describe, expect, test } from "vitest";
import { readUntil } from "./until.ts";

const now = new Date("2026-11-24T12:00:00Z");
const read = (text: string) => readUntil(text, now).toISOString();

describe("the end of an access", () => {
  test("is a number of days from now", () => expect(read("30d")).toBe("2026-12-24T12:00:00.000Z"));
  test("is the end of a day", () => expect(read("2027-01-31")).toBe("2027-01-31T23:59:59.999Z"));
  test("is an instant", () => expect(read("2027-01-31T10:00:00+02:00")).toBe("2027-01-31T08:00:00.000Z"));
  test.each(["", "soon", "30", "-1d", "2027-02-30", "2027-13-01", "31/01/2027", "2027-01-31T10:00:00"])(
    "is not %j",
    (text) => expect(() => readUntil(text, now)).toThrow("is not a time"),
  );
  test.each(["0d", "2026-11-23", "2020-01-01"])("does not lie in the past: %s", (text) =>
    expect(() => readUntil(text, now)).toThrow("has passed"),
  );
  test("is not too far to mean anything", () => expect(() => readUntil("9999d", now)).toThrow("ten years"));
});
