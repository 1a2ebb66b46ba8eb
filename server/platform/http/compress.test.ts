import { gunzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressList } from "./compress.ts";

let app: FastifyInstance;
const rows = Array.from({ length: 200 }, (_, n) => ({ email: `user${n}@example.com` }));
const asBrowser = { "accept-encoding": "gzip, deflate, br", cookie: "s=1", "sec-fetch-site": "same-origin" };

beforeAll(() => {
  app = Fastify();
  app.addHook("onSend", compressList);
  app.get("/list", async () => rows);
  app.get("/short", async () => rows.slice(0, 3));
  app.get("/file", async (_, reply) => reply.type("text/csv").send("a,b\n".repeat(2_000)));
  app.get("/refused", async (_, reply) => reply.code(404).send(rows));
  app.post("/list", async () => rows);
});
afterAll(() => app.close());

const ask = (url: string, headers: Record<string, string> = asBrowser, method: "GET" | "HEAD" | "POST" = "GET") =>
  app.inject({ method, url, headers });

test("a long list that the dashboard asks for is compressed, and says its length", async () => {
  const { headers, rawPayload } = await ask("/list");
  expect(headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
  expect(Number(headers["content-length"])).toBe(rawPayload.length);
  expect(JSON.parse(gunzipSync(rawPayload).toString())).toEqual(rows);
  expect(rawPayload.length).toBeLessThan(JSON.stringify(rows).length / 3);
});

test("so is one that a client with a token asks for, when it can read it", async () => {
  const token = { authorization: "Bearer glt_1" };
  expect((await ask("/list", { ...token, "accept-encoding": "gzip" })).headers["content-encoding"]).toBe("gzip");
  for (const headers of [token, { ...token, "accept-encoding": "br" }, { ...token, "accept-encoding": "gzip;q=0" }]) {
    const plain = await ask("/list", headers);
    expect([plain.headers["content-encoding"], plain.json()]).toEqual([undefined, rows]);
  }
});

test.each(["cross-site", "same-site", "none", ""])("with a cookie and from %s it is not", async (site) => {
  const { headers, body } = await ask("/list", { ...asBrowser, "sec-fetch-site": site });
  expect([headers["content-encoding"], body]).toEqual([undefined, JSON.stringify(rows)]);
});

test.each([
  ["a short one", "/short", "GET"],
  ["the answer to a POST, which may hold a secret", "/list", "POST"],
  ["a file", "/file", "GET"],
  ["a refusal", "/refused", "GET"],
] as const)("%s is not compressed", async (_, url, method) => {
  expect((await ask(url, asBrowser, method)).headers["content-encoding"]).toBeUndefined();
});

test("HEAD tells what GET would", async () => {
  const [head, get] = [await ask("/list", asBrowser, "HEAD"), await ask("/list")];
  expect([head.headers["content-encoding"], head.headers["content-length"]]).toEqual([
    "gzip",
    get.headers["content-length"],
  ]);
});
