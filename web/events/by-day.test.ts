import type { RecordedEvent } from "@guestlist/contract";
import { expect, test } from "vitest";
import { byDay } from "./by-day.ts";
import { isOfKind, readActivitySearch } from "./search.ts";

const event = (id: string, at: Date) => ({ id, at: at.toISOString() }) as RecordedEvent;

test("events stand under their own day", () => {
  const days = byDay([
    event("3", new Date(2026, 10, 24, 14)),
    event("2", new Date(2026, 10, 24, 0, 1)),
    event("1", new Date(2026, 10, 23, 23, 59)),
  ]);
  expect(days.map((day) => day.events.map(({ id }) => id))).toEqual([["3", "2"], ["1"]]);
});

test("a kind is several types", () => {
  expect(isOfKind("access.repaired", "drift")).toBe(true);
  expect(isOfKind("invitation.resent", "invitations")).toBe(true);
  expect(isOfKind("login.ready", "ended")).toBe(false);
  expect(isOfKind("anything", undefined)).toBe(true);
});

test("what the address bar says is taken only where it means something", () => {
  expect(readActivitySearch({ person: "a@example.com", kind: "drift" })).toEqual({
    person: "a@example.com",
    kind: "drift",
  });
  expect(readActivitySearch({ person: 3, kind: "toString" })).toEqual({});
});
