import type { Coverage } from "@guestlist/contract";
import { expect, test } from "vitest";
import { reachInWords } from "./coverage-line.tsx";

const level = (reached: number, of: number) => ({
  schemas: { reached: 1, of: 1 },
  tables: { reached, of },
  sequences: { reached: 0, of: 0 },
});
const coverage = (read: number, written: number, of: number): Coverage => ({
  read_only: level(read, of),
  read_write: level(written, of),
  gaps: [],
  gaps_left_out: 0,
  measured_at: "2026-02-13T10:21:07.000Z",
});

test("what the levels reach is said in numbers", () => {
  expect(reachInWords(coverage(412, 409, 412))).toBe(
    "Read-only can read 412 of 412 tables, read-write can write 409 of 412.",
  );
  expect(reachInWords(coverage(0, 1, 1))).toBe("Read-only can read 0 of 1 table, read-write can write 1 of 1.");
  expect(reachInWords(coverage(0, 0, 0))).toBe("There is no table yet for read-only and read-write to reach.");
});
