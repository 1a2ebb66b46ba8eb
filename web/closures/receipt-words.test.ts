import type { Closure } from "@guestlist/contract";
import { afterEach, expect, test } from "vitest";
import { use } from "../strings/language.ts";
import * as french from "../strings/fr/index.ts";
import * as frenchSayings from "../strings/fr/server.ts";
import { exactTime } from "../ui/time.ts";
import { cleaningInWords, leftOverInWords, sessionsEndedInWords } from "./receipt-words.ts";

afterEach(() => use("en", null));

const since = "2026-02-13T10:21:08.000Z";
const sessions_ended: Closure["sessions_ended"] = [
  { pid: 4711, application: "psql", client: "10.0.0.7", since },
  { pid: 4712, application: "", client: null, since: null },
];
const prepared = "prepared transaction x";

test("each session that was ended is told with its process, application, address and beginning", () => {
  expect(sessionsEndedInWords({ sessions_ended })).toBe(
    `psql, pid 4711, from 10.0.0.7, since ${exactTime(new Date(since))} · no name, pid 4712`,
  );
  use("fr", french, frenchSayings);
  expect(sessionsEndedInWords({ sessions_ended })).toBe(
    `psql, pid 4711, depuis l’adresse 10.0.0.7, ouverte le ${exactTime(new Date(since))} · sans nom, pid 4712`,
  );
});

test("a closure says that it is still cleaning up, and with what; and that we try again only while we do", () => {
  const cleaning = { left_over: [prepared], login_dropped_at: null };
  const dropped = { ...cleaning, login_dropped_at: since };
  expect(cleaningInWords(cleaning)).toBe("Still cleaning up: prepared transaction x");
  expect(cleaningInWords({ ...cleaning, left_over: [] })).toBe("Still cleaning up");
  expect(cleaningInWords(dropped)).toBeNull();
  expect(leftOverInWords(cleaning)).toContain("We try again.");
  expect(leftOverInWords(dropped)).toBe("prepared transaction x");
  use("fr", french, frenchSayings);
  expect(cleaningInWords(cleaning)).toBe("Nettoyage en cours\u00a0: la transaction préparée x");
});
