import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startAccountApp, type AccountApp } from "../../test/support/account-app.ts";
import { api } from "../../test/support/http.ts";
import type { Actor } from "../accounts/actor.ts";
import { authenticate } from "../accounts/authenticate.ts";
import { createSecrets } from "../platform/secrets.ts";
import { createBearers, type Bearers } from "./bearer.ts";

let app: AccountApp;
let bearers: Bearers;
let ada: Actor;
let adasToken: string;

beforeAll(async () => {
  app = await startAccountApp();
  bearers = createBearers(app.platform);
  adasToken = (await app.createAccount({ email: "ada@example.com" })).token;
  ada = (await authenticate(app.platform.db, { bearerToken: adasToken, sessionToken: null }))!;
});
afterEach(() => void vi.useRealTimers());
afterAll(() => app.close());

const read = (text: string) => bearers.read(app.platform.db, text);

test("a bearer is its account, and one of an addon opens that one only", async () => {
  expect(await read(bearers.issue(ada))).toEqual({ actor: ada, addon: null });
  expect(await read(bearers.issue(ada, "ad-1"))).toEqual({ actor: ada, addon: "ad-1" });
  // Another process has not signed it, and checks the signature.
  const elsewhere = createBearers(app.platform);
  expect(await elsewhere.read(app.platform.db, bearers.issue(ada))).toEqual({ actor: ada, addon: null });
});

test("it opens nothing after an hour", async () => {
  const text = bearers.issue(ada);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3601_000 });
  expect(await read(text)).toBe(null);
});

test("it opens nothing once its API token has ended, however fresh it is", async () => {
  const made = await api(app.url, adasToken).post<{ token: string }>("/v1/account/tokens", { name: "lost" });
  const actor = (await authenticate(app.platform.db, { bearerToken: made.body.token, sessionToken: null }))!;
  const text = bearers.issue(actor);
  expect(await read(text)).not.toBe(null);
  await api(app.url, made.body.token).delete("/v1/account/tokens/current");
  expect(await read(text)).toBe(null);
});

test("it is nothing with another key, another account, another algorithm, or without an end", async () => {
  const other = await app.createAccount({ email: "eve@example.com" });
  const key = app.platform.secrets.derive("scalingo bearers v1");
  const claims = { iss: "guestlist", aud: "scalingo", jti: ada.via.id };
  const sign = (subject: string, alg = "HS256", end: string | null = "1h") => {
    const jwt = new SignJWT(claims).setProtectedHeader({ alg }).setSubject(subject).setIssuedAt();
    return (end === null ? jwt : jwt.setExpirationTime(end)).sign(alg === "HS512" ? Buffer.concat([key, key]) : key);
  };
  expect(await read(await sign(ada.accountId))).toMatchObject({ addon: null });
  expect(await read(await sign(other.id))).toBe(null);
  expect(await read(await sign(ada.accountId, "HS256", null))).toBe(null);
  expect(await read(await sign(ada.accountId, "HS512"))).toBe(null);
  const strange = createBearers({ secrets: createSecrets("x".repeat(32)) });
  expect(await read(strange.issue(ada))).toBe(null);
});

test("a session cannot become a bearer that outlives it", () => {
  expect(() => bearers.issue({ ...ada, via: { kind: "session", id: "1" } })).toThrow("API token");
});
