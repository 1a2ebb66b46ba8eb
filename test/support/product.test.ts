import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { api } from "./http.ts";
import { startGuestlist, type Guestlist } from "./product.ts";

let product: Guestlist;
beforeAll(async () => {
  product = await startGuestlist();
});
afterAll(() => product.kill());

test("a started product is ready, and prints a set-up link", async () => {
  expect(product.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#\S+$/);
  expect((await api(product.url).get("/healthz")).status).toBe(200);
});

test("an account made from outside signs in with its token, also after a restart", async () => {
  const { account, token } = await product.createAccount({ email: "ada@example.com", username: "ada" });
  expect(account.username).toBe("ada");
  const before = product.pid;
  await product.restart();
  expect(product.pid).not.toBe(before);
  const { status, body } = await api(product.url, token).get<{ account: { email: string } }>("/v1/account");
  expect([status, body]).toEqual([200, expect.objectContaining({})]);
  expect(JSON.stringify(body)).toContain("ada@example.com");
});

test("a stopped product ends with 0, and a killed one starts again", async () => {
  expect(await product.stop()).toBe(0);
  await product.restart();
  await product.kill();
  await product.restart();
  expect((await api(product.url).get("/readyz")).status).toBe(200);
});

test("without a database it brings its own, in its data folder", async () => {
  const bundled = await startGuestlist({ bundled: true });
  expect(existsSync(path.join(bundled.dataDir, "postgres"))).toBe(true);
  expect(await bundled.stop()).toBe(0);
  // initdb of a real cluster on a busy machine.
}, 120_000);
