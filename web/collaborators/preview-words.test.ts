import { expect, test } from "vitest";
import { objectsInWords, sessionInWords } from "./preview-words.ts";

const now = new Date(2026, 10, 24, 14, 7);
const session = {
  pid: 4121,
  application: "psql",
  client: "10.4.2.17",
  since: new Date(2026, 10, 24, 9, 41).toISOString(),
  state: "idle",
  transaction_s: null,
};

test("a session says what runs where, and what would be lost", () => {
  expect(sessionInWords(session, now)).toBe("psql from 10.4.2.17, since 09:41, idle");
  expect(sessionInWords({ ...session, application: "DataGrip", transaction_s: 12.2 }, now)).toBe(
    "DataGrip from 10.4.2.17, in a transaction for 12 s: its changes will be undone",
  );
  expect(sessionInWords({ ...session, application: "", client: null }, now)).toBe(
    "A program without a name, since 09:41, idle",
  );
});

test("objects are counted by kind over all databases", () => {
  expect(
    objectsInWords([
      { database: "a", kind: "table", count: 10, bytes: 1_000_000 },
      { database: "b", kind: "table", count: 2, bytes: 258_291 },
      { database: "a", kind: "view", count: 1, bytes: null },
      { database: "a", kind: "index", count: 2, bytes: null },
    ]),
  ).toBe("12 tables (1.2 MB), 1 view and 2 indexes");
});
