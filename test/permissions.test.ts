import { randomUUID } from "node:crypto";
import { endpoints, type Endpoint } from "@guestlist/contract";
import Fastify, { type FastifyInstance } from "fastify";
import cookie from "@fastify/cookie";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticate } from "../server/accounts/authenticate.ts";
import { journeys } from "../server/app.ts";
import { permit } from "../server/databases/permit.ts";
import { openControlDatabase, type ControlDatabase } from "../server/platform/control-database.ts";
import { answerProblems } from "../server/platform/http/problem.ts";
import { serveJourney } from "../server/platform/http/stack.ts";
import { validatorCompiler } from "../server/platform/http/validate.ts";
import { createLog } from "../server/platform/log.ts";
import type { Platform } from "../server/platform/platform.ts";
import { hashToken, newToken } from "../server/platform/tokens.ts";
import { createControlDatabase, type TestControlDatabase } from "./support/control-database.ts";
import { databaseRows } from "./support/database-rows.ts";

/** Everybody that an endpoint can meet. `kept`: full access where the owner keeps the management to themself. */
const people = [
  "nobody",
  "stranger",
  "pending",
  "revoking",
  "ended",
  "read-only",
  "read-write",
  "kept",
  "full",
  "owner",
] as const;
type Person = (typeof people)[number];

let control: TestControlDatabase;
let opened: ControlDatabase;
let app: FastifyInstance;
const tokens = new Map<Person, string>();

beforeAll(async () => {
  control = await createControlDatabase();
  const log = createLog("silent");
  opened = openControlDatabase(control.url, log, 4);
  await seed();
  app = Fastify();
  app.decorateRequest("actor", null);
  app.setValidatorCompiler(validatorCompiler as never);
  await app.register(cookie);
  answerProblems(app, log);
  const platform = {
    config: { publicUrl: new URL("http://127.0.0.1:7400") },
    db: opened.db,
    log,
  } as unknown as Platform;
  // The journey itself is left out: who gets as far as to it is the question here.
  for (const journey of journeys) {
    serveJourney(
      app,
      platform,
      { authenticate, permit },
      { ...journey, run: async () => ({ status: 204, body: null }) },
    );
  }
});

afterAll(async () => {
  await app.close();
  await opened.close();
  await control.drop();
});

test("each endpoint is open to exactly those whom permissions.txt names", async () => {
  const lines: string[] = [];
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const marks = await Promise.all(people.map((person) => markOf(endpoint, person)));
    lines.push(
      `${name.padEnd(22)}${marks
        .map((mark) => mark.padEnd(11))
        .join("")
        .trimEnd()}`,
    );
  }
  const head = `${"".padEnd(22)}${people
    .map((person) => person.padEnd(11))
    .join("")
    .trimEnd()}`;
  await expect(`${head}\n${lines.join("\n")}\n`).toMatchFileSnapshot("./permissions.txt");
});

test("every endpoint of the contract is served, and nothing else", () => {
  expect(new Set(journeys.map((journey) => journey.endpoint))).toEqual(new Set(Object.values(endpoints)));
});

/**
 * What somebody meets at an endpoint: `yes`, or why not. Never a sign that something exists which they may not know.
 * `:id` is oneself: that only managers may end or preview another's access is what the journey itself decides.
 */
async function markOf(endpoint: Endpoint, person: Person): Promise<string> {
  const database = person === "kept" ? "kept-database" : "open-database";
  const url = endpoint.path.replace(":database", database).replace(":id", "me").replace(":item", "1");
  const token = tokens.get(person);
  const answer = await app.inject({
    method: endpoint.method,
    url,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(endpoint.body && { payload: smallest(endpoint.body) as object }),
    ...(endpoint.query && { query: smallest(endpoint.query) as Record<string, string> }),
  });
  if (answer.statusCode === 204) return "yes";
  expect(answer.headers["content-type"], `${endpoint.method} ${url}`).toMatch("application/problem+json");
  const marks: Record<number, string> = { 401: "sign in", 403: "no", 404: "not there" };
  return marks[answer.statusCode] ?? `${answer.statusCode}?`;
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, unknown>;
  required?: string[];
  enum?: unknown[];
  items?: unknown;
  format?: string;
}

/** The smallest value of a request's shape. */
function smallest(schema: unknown): unknown {
  const { type, properties = {}, required = [], enum: words, items, format } = schema as JsonSchema;
  if (words !== undefined) return words[0];
  if (type === "array") return [smallest(items)];
  if (format === "uuid") return randomUUID();
  if (type !== "object") return "x";
  return Object.fromEntries(required.map((name) => [name, smallest(properties[name])]));
}

async function seed(): Promise<void> {
  const rows = databaseRows(control);
  const ids = new Map<Person, string>();
  for (const person of people.slice(1)) ids.set(person, await rows.account(`${person}@example.com`));
  const server = await rows.server();
  const open = await rows.database("open-database", ids.get("owner")!, server);
  const kept = await rows.database("kept-database", ids.get("owner")!, server, { collaborators_managed_by: "owner" });
  for (const status of ["pending", "revoking", "ended"] as const)
    await rows.collaborator(open, ids.get(status)!, status);
  for (const access of ["read-only", "read-write", "full"] as const)
    await rows.collaborator(open, ids.get(access)!, "accepted", access);
  await rows.collaborator(kept, ids.get("kept")!, "accepted", "full");
  for (const [person, id] of ids) {
    const token = newToken("glt");
    tokens.set(person, token);
    await control.query("insert into api_tokens (account_id, name, hint, token_hash) values ($1, 'test', 'glt_', $2)", [
      id,
      hashToken(token),
    ]);
  }
}
