import { expect, test } from "vitest";
import { csvText } from "./csv.ts";

test("cells with commas, quotes and line ends are quoted, and lines end as RFC 4180 says", () => {
  expect(csvText([["a", "b,c", 'say "x"', "two\nlines", null, 3]])).toBe('a,"b,c","say ""x""","two\nlines",,3\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "=cmd|' /C calc'!A0"])(
  "%j is no formula any more",
  (typed) => {
    const [written = ""] = csvText([[typed]]).split("\r\n", 1);
    expect(written.replace(/^"/, "").startsWith("'")).toBe(true);
  },
);

test("an address or a time stays as it is", () => {
  expect(csvText([["user@example.com", "2026-02-13T10:21:07.000Z", "read-only"]])).toBe(
    "user@example.com,2026-02-13T10:21:07.000Z,read-only\r\n",
  );
});
