import type { Database } from "@guestlist/contract";
import { expect, test } from "vitest";
import { whoCanLogIn } from "./answer.ts";

const now = new Date(2026, 10, 24, 14, 6);
const seenAt = new Date(2026, 10, 24, 14, 4).toISOString();
const people: Database["people"] = { can_log_in: 4, pending: 2, making: 0, revoking: 0, sessions: 3, seen_at: seenAt };

function sentence(some: Partial<Database["people"]>, silent = false, standing: Database["standing"] = "owner") {
  const server = { state: silent ? "silent" : "answers", to_mend: null } as Database["server"];
  const { strong, rest } = whoCanLogIn({ people: { ...people, ...some }, server, standing }, now);
  return strong + rest;
}

test("the sentence answers who can log in, and how sure that is", () => {
  expect(sentence({ making: 1 })).toBe("4 people can log in. 3 sessions are open. 1 login is being made.");
  expect(sentence({ can_log_in: 5, revoking: 1, sessions: 4 }, true)).toBe(
    "5 people can log in, one of them only until the server answers. 4 sessions were open at 14:04.",
  );
  expect(sentence({ revoking: 2, sessions: 1 })).toBe(
    "4 people can log in, 2 of them only until it is closed. 1 session is open.",
  );
  expect(sentence({ can_log_in: 1, sessions: 0 })).toBe("Only you can log in. No session is open.");
  expect(sentence({ can_log_in: 1, sessions: 0 }, false, "full")).toBe("1 person can log in. No session is open.");
  expect(sentence({ sessions: null }, false, "read-only")).toBe("4 people can log in.");
  expect(sentence({ can_log_in: 0, making: 1 })).toBe("Nobody can log in yet. 1 login is being made.");
});
