import { expect, test } from "vitest";
import { describeEvent, plainText } from "./describe-event.ts";
import type { RecordedEvent } from "./event.ts";

const event = (type: string, data: RecordedEvent["data"]): RecordedEvent => ({
  id: "1",
  at: "2026-11-24T13:05:00.000Z",
  type,
  actor_email: "owner@example.com",
  subject_email: "user@example.com",
  database_id: null,
  data,
});

test("an end is an instant, which whoever has a clock shows by it, and others in UTC", () => {
  const phrases = describeEvent(event("collaborator.end_announced", { until: "2026-12-01T20:12:00.000Z" }), null);
  expect(phrases.find(({ mark }) => mark === "time")?.at).toBe("2026-12-01T20:12:00.000Z");
  expect(plainText(phrases)).toMatch(/ ends on 2026-12-01 20:12 UTC$/);
});

test("the sentence of an end is whole without the rest, and the rest has the receipt", () => {
  const data = { closure_number: 41, refused_after_ms: 5, gone_after_ms: 189 };
  const phrases = describeEvent(event("collaborator.ended", data), null);
  expect(plainText(phrases.filter(({ mark }) => mark !== "rest"))).toBe("The access of user@example.com ended");
  expect(plainText(phrases)).toContain(
    ". Receipt 0041: new logins refused after 0.005 s, last session gone after 0.189 s",
  );
});
