import { expect, test } from "vitest";
import { Refusal } from "../platform/refusal.ts";
import { dbnameOf, readName } from "./name.ts";

test.each(["my-dedicated-db", "abcde1", "a23456", `a${"b".repeat(46)}c`])("%s is a name", (name) => {
  expect(readName(name)).toBe(name);
});

test.each([
  ["short", "It has 5 characters."],
  ["a", "It has 1 character."],
  ["a".repeat(49), "It has 49 characters."],
  ["My-dedicated-db", `Write "M" as "m".`],
  ["my dedicated db", "It has a space in it."],
  ["my_dedicated_db", `It has "_" in it.`],
  ["données-2026", `It has "é" in it.`],
  ["db\u0000name", `It has "\\u0000" in it.`],
  ["my-dedicated-", "It ends with a hyphen."],
  ["2-dedicated-dbs", `It begins with "2".`],
  ["-dedicated-db", `It begins with "-".`],
  ["abcdef01-2345-6789-abcd-ef0123456789", "This looks like an id, and would be taken for one."],
])("%j is none: %s", (name, fault) => {
  let refused: unknown;
  try {
    readName(name);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(Refusal);
  const { code, message, errors } = refused as Refusal;
  expect([code, errors[0]?.field]).toEqual(["invalid_name", "name"]);
  expect(message).toBe(
    `${fault} A name has 6 to 48 lower-case letters, digits and hyphens; it begins with a letter and does not end with a hyphen.`,
  );
});

test("hyphens are underscores in PostgreSQL", () => {
  expect(dbnameOf("my-dedicated-db")).toBe("my_dedicated_db");
});
