import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../platform/config.ts";
import { createLog } from "../platform/log.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { createSecrets } from "../platform/secrets.ts";
import { scalingoRoutes } from "./routes.ts";

let app: FastifyInstance;
const routes: [method: string, url: string][] = [];

beforeAll(async () => {
  app = Fastify();
  app.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) if (each !== "HEAD") routes.push([each, url]);
  });
  const platform = {
    config: readConfig({}),
    secrets: createSecrets("k".repeat(32)),
    log: createLog("silent"),
  } as unknown as Platform;
  scalingoRoutes(app, platform, async () => {
    throw new Refusal("internal_error", "a stranger came as far as to an endpoint");
  });
  await app.ready();
});
afterAll(() => app.close());

/** What Scalingo's clients ask for without a bearer, and nothing else may be added to. */
const open = new Set([
  "GET /scalingo/v1/regions",
  "GET /scalingo/v1/addon_providers",
  "GET /scalingo/v1/addon_providers/:id/plans",
  "GET /scalingo/v1/event_types",
  "GET /scalingo/v1/event_categories",
]);

test("every call but the public ones is refused to a stranger with a JSON error", async () => {
  expect(routes.length).toBeGreaterThan(30);
  const found = new Set<string>();
  for (const [method, url] of routes) {
    const filled = url.replace(":id", "postgresql-ng").replace(/:\w+/g, "x");
    const answer = await app.inject({ method: method as "GET", url: filled });
    expect([url, answer.headers["cache-control"]]).toEqual([url, "no-store"]);
    if (answer.statusCode === 200) found.add(`${method} ${url}`);
    else expect([url, answer.statusCode, typeof answer.json<{ error: string }>().error]).toEqual([url, 401, "string"]);
  }
  expect(found).toEqual(open);
});

test("a cookie signs nobody in here: the call that accepts an invitation is a GET", async () => {
  const answer = await app.inject({
    url: "/scalingo/v1/apps/collaboration?token=gli_x",
    cookies: { guestlist_session: "gls_x" },
  });
  expect(answer.statusCode).toBe(401);
});
