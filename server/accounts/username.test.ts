import { expect, test } from "vitest";
import { readUsername } from "./username.ts";

test.each(["user2", "a.b", "A-b_C", "0x", "a".repeat(39)])("%j is a username", (text) => {
  expect(readUsername(` ${text} `)).toEqual({ username: text, folded: text.toLowerCase() });
});

test.each([
  "",
  "a",
  "a".repeat(40),
  ".ab",
  "-ab",
  "a b",
  "a@b",
  "us\u0435r2", // a Cyrillic е
  "\u212Aim", // the Kelvin sign, whose lower case is a plain k
  "user2\0",
  "user2\u200b",
  "a\nb",
])("%j is no username", (text) => {
  expect(() => readUsername(text)).toThrowError(expect.objectContaining({ code: "invalid_username" }));
});
