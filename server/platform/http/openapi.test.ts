import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeApi } from "./openapi.ts";

let app: FastifyInstance;

beforeAll(async () => {
  app = Fastify();
  await describeApi(app, "1.2.3");
});
afterAll(() => app.close());

test("the API is described in OpenAPI 3.1", async () => {
  const { headers, body } = await app.inject("/openapi.json");
  expect(headers["content-type"]).toMatch("application/json");
  expect(JSON.parse(body)).toMatchObject({ openapi: "3.1.0", info: { title: "Guestlist", version: "1.2.3" } });
});

test("its page is loaded when somebody looks, with a policy of its own and a script of its own", async () => {
  expect((await app.inject("/docs")).headers["location"]).toBe("/docs/");
  const page = await app.inject("/docs/");
  expect(page.headers["content-type"]).toMatch("text/html");
  expect(page.headers["content-security-policy"]).toMatch("default-src 'self'");
  const script = /<script src="([^"]+)"/.exec(page.body)?.[1] ?? "";
  const loaded = await app.inject(new URL(script, "http://localhost/docs/").pathname);
  expect([loaded.statusCode, loaded.headers["content-type"]]).toEqual([200, expect.stringContaining("javascript")]);
});
