import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loginTransitions } from "../server/access/login-state.ts";
import { transitions } from "../server/collaborators/collaborator.ts";
import { createControlDatabase, type TestControlDatabase } from "./support/control-database.ts";
import { root } from "./support/paths.ts";

const drawn = readDrawings(readFileSync(path.join(root, "docs/states.md"), "utf8"));

/** The arrows of each heading's drawing, without the one that starts. */
function readDrawings(text: string): Map<string, [from: string, to: string][]> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const arrows = [...section.matchAll(/^ {2}(\w+) --> (\w+)/gm)];
      return [
        section.split("\n", 1)[0] ?? "",
        arrows.map((arrow) => [arrow[1] ?? "", arrow[2] ?? ""] as [string, string]),
      ];
    }),
  );
}

let database: TestControlDatabase;
beforeAll(async () => {
  database = await createControlDatabase();
});
afterAll(() => database.drop());

test.each([
  ["collaborators", "status"],
  ["logins", "state"],
  ["databases", "state"],
  ["database_users", "state"],
  ["firewall_rules", "state"],
  ["transfers", "state"],
  ["servers", "state"],
  ["access_reviews", "status"],
])("the states drawn for %s are those that the schema allows", async (table, column) => {
  const states = [...new Set((drawn.get(table) ?? []).flat())];
  expect(states.length).toBeGreaterThan(2);
  expect(states.sort()).toEqual(await allowedStates(table, column));
});

/** The list of the CHECK that names nothing but the column. */
async function allowedStates(table: string, column: string): Promise<string[]> {
  const checks = await database.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table],
  );
  const list = checks.map(
    ({ definition }) => new RegExp(`^CHECK \\(\\(${column} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`).exec(definition)?.[1],
  );
  return [...(list.find(Boolean) ?? "").matchAll(/'([\w-]+)'/g)].map((match) => match[1] ?? "").sort();
}

test.each([
  ["collaborators", transitions],
  ["logins", loginTransitions],
])("%s move as drawn, and not otherwise", (table, moves: Record<string, readonly string[]>) => {
  const inCode = Object.entries(moves).flatMap(([from, targets]) => targets.map((to) => `${from} to ${to}`));
  const arrows = (drawn.get(table) ?? []).map(([from, to]) => `${from} to ${to}`);
  expect(arrows.sort()).toEqual(inCode.sort());
});
