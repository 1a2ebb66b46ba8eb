import type { Collaborator } from "@guestlist/contract";
import { expect, test } from "vitest";
import { mergeRows } from "./rows-that-stay.ts";

const row = (id: string, status = "accepted") => ({ id, status }) as Collaborator;

test("a row that left the list keeps its place, and a new one comes last", () => {
  const [a, b, c, d] = [row("a"), row("b"), row("c"), row("d", "pending")];
  expect(mergeRows([a, b, c], [a, c, d])).toEqual([a, b, c, d]);
});

test("a changed row is renewed where it is", () => {
  const revoking = row("b", "revoking");
  expect(mergeRows([row("a"), row("b")], [row("a"), revoking])[1]).toBe(revoking);
});

test("nothing new is the same list, so that nothing is drawn again", () => {
  const seen = [row("a"), row("b")];
  expect(mergeRows(seen, [...seen])).toBe(seen);
});
