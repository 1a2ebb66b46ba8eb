import type { Database } from "@guestlist/contract";
import { expect, test } from "vitest";
import { renderToStaticMarkup } from "react-dom/server";
import { databasesAnswer, peopleInWords } from "./list-words.ts";
import { answerOfServer, serverInWords } from "./words.ts";

const now = new Date(2026, 10, 24, 14, 6);
const seenAt = new Date(2026, 10, 24, 14, 4).toISOString();
const server = {
  name: "db-paris-1",
  version: "17.6",
  bundled: false,
  state: "answers",
  answers_ms: 4.2,
  silent_since: null,
  seen_at: seenAt,
  to_mend: null,
} as Database["server"];
const silent = { ...server, state: "silent", silent_since: seenAt } as Database["server"];
const people: Database["people"] = { can_log_in: 5, pending: 0, making: 0, revoking: 0, sessions: 4, seen_at: seenAt };
const database = (some: Partial<Database["people"]>, on = server, standing = "owner") =>
  ({ people: { ...people, ...some }, server: on, standing }) as Database;

test("a server says what it is and whether it answers", () => {
  expect(serverInWords(server)).toBe("PostgreSQL 17.6 on db-paris-1");
  expect(serverInWords({ ...server, bundled: true, version: "18.4" })).toBe("PostgreSQL 18.4, bundled");
  expect(answerOfServer(server, now).words).toBe("Answers in 4 ms");
  expect(answerOfServer({ ...server, answers_ms: 0.3 }, now).words).toBe("Answers in under 1 ms");
  expect(answerOfServer(silent, now)).toEqual({
    words: "Does not answer since 14:04",
    short: "No answer since 14:04",
    silent: true,
  });
  expect(answerOfServer({ ...silent, to_mend: "Mend it." }, now)).toEqual({
    words: "Does not let us in since 14:04",
    short: "Does not let us in since 14:04",
    silent: true,
  });
});

test("people of a database in two lines", () => {
  expect(peopleInWords(database({ pending: 2, revoking: 1 }, silent), now)).toEqual({
    first: "5 people, 4 sessions at 14:04",
    rest: "2 pending",
    waiting: "1 still open after a revoke",
  });
  expect(peopleInWords(database({ can_log_in: 1, sessions: 0 }), now)).toEqual({
    first: "1 person, no session",
    rest: "nobody pending",
    waiting: "",
  });
  expect(peopleInWords(database({ sessions: null }), now).rest).toBe("sessions are not shown to you");
});

test("the page answers for the databases one owns", () => {
  const answer = (...databases: Database[]) => renderToStaticMarkup(databasesAnswer(databases));
  expect(answer(database({ revoking: 1 }), database({ can_log_in: 2 }), database({}, server, "full"))).toBe(
    "<b>7 people</b> can log in to your 2 databases. 1 revoke waits for a server.",
  );
  expect(answer(database({ can_log_in: 1, revoking: 2 }))).toBe(
    "<b>1 person</b> can log in to your database. 2 revokes wait for their servers.",
  );
  expect(answer(database({}, server, "read-only"))).toBe("<b>1 database</b> shared with you.");
});
