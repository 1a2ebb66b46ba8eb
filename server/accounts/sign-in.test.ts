import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cookieOf, goodPassword, startAccountApp, type AccountApp } from "../../test/support/account-app.ts";
import { api } from "../../test/support/http.ts";
import { hashToken } from "../platform/tokens.ts";

let app: AccountApp;
let number = 0;
let email: string;
let account: { id: string; token: string };
beforeAll(async () => {
  app = await startAccountApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  number += 1;
  email = `user${number}@example.com`;
  account = await app.createAccount({ email });
  await app.control.query("delete from rate_limits");
});

const signIn = (password = goodPassword, address = email) =>
  api(app.url).post("/v1/account/sign-in", { email: address, password });
const sessionIs = (cookie: { cookie: string }) => api(app.url, cookie).get("/v1/account");

describe("signing in", () => {
  test("starts a session whose token only the cookie holds", async () => {
    const answer = await signIn(goodPassword, ` ${email.toUpperCase()} `);
    expect(answer).toMatchObject({ status: 200, body: { account: { id: account.id, email } } });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^guestlist_session=gls_[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(answer);
    expect(await sessionIs(cookie)).toMatchObject({ status: 200, body: { account: { email } } });
    const token = cookie.cookie.split("=")[1]!;
    const rows = await app.control.query("select token_hash, client_address from sessions where account_id = $1", [
      account.id,
    ]);
    expect(rows).toEqual([{ token_hash: hashToken(token), client_address: "127.0.0.1" }]);
    expect(JSON.stringify(answer.body)).not.toContain(token);
  });

  test("answers an unknown address as it answers a wrong password", async () => {
    const answers = [
      await signIn("wrong"),
      await signIn("wrong", "nobody@example.com"),
      await signIn("wrong", "no\0@"),
    ];
    const shown = answers.map(({ status, body }) => ({ status, ...body, request_id: "" }));
    expect(shown[0]).toMatchObject({ status: 401, code: "wrong_credentials" });
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).toEqual(shown[0]);
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
  });

  test("takes as long for an unknown address", async () => {
    await signIn("wrong", "warm-up@example.com");
    const time = async (address: string) => {
      const start = performance.now();
      expect((await signIn("wrong", address)).status).toBe(401);
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      known.push(await time(email));
      unknown.push(await time(`nobody${round}@example.com`));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[4]!;
    expect(median(unknown) / median(known)).toBeGreaterThan(0.3);
    expect(median(unknown) / median(known)).toBeLessThan(3);
  });

  test("never takes over a token that was planted in the browser, and ends the session before it", async () => {
    const planted = { cookie: `guestlist_session=gls_${"a".repeat(43)}` };
    const first = cookieOf(await api(app.url, planted).post("/v1/account/sign-in", { email, password: goodPassword }));
    expect(first.cookie).not.toBe(planted.cookie);
    expect((await sessionIs(planted)).status).toBe(401);
    const second = cookieOf(await api(app.url, first).post("/v1/account/sign-in", { email, password: goodPassword }));
    expect((await sessionIs(first)).status).toBe(401);
    expect((await sessionIs(second)).status).toBe(200);
  });

  test("from another site's page is refused", async () => {
    const body = JSON.stringify({ email, password: goodPassword });
    const answer = await api(app.url).raw("POST", "/v1/account/sign-in", body, { origin: "https://evil.example" });
    expect(answer).toMatchObject({ status: 403, body: { code: "origin_refused" } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("is refused after ten wrong passwords, also with the right one, and says when to try again", async () => {
    for (let round = 0; round < 10; round += 1) expect((await signIn("wrong")).status).toBe(401);
    const answer = await signIn();
    expect(answer).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
    expect(answer.body["detail"]).toMatch(/^Too many attempts\. Try again in 15 minutes\.$/);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(890);
    expect((await signIn("wrong", "somebody-else@example.com")).status).toBe(401);
  });

  test("cannot be tried on, by a header that clients choose", async () => {
    const body = JSON.stringify({ email, password: "wrong" });
    const tries: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      const forwarded = { "x-forwarded-for": `192.0.2.${round}` };
      tries.push((await api(app.url).raw("POST", "/v1/account/sign-in", body, forwarded)).status);
    }
    expect(tries.at(-1)).toBe(429);
  });

  test("by one client that is over its limit does not use up the account's", async () => {
    for (let round = 0; round < 15; round += 1) await signIn("wrong");
    const rows = await app.control.query("select points from rate_limits where key like 'sign-in-to:%'");
    expect(rows).toEqual([{ points: 10 }]);
  });

  test("with the right password as often as one likes is not limited", async () => {
    const answers: number[] = [];
    for (let round = 0; round < 12; round += 1) answers.push((await signIn()).status);
    expect(answers).toEqual(Array(12).fill(200));
  });
});

test("a client behind a trusted proxy is counted by its own address", async () => {
  const behind = await startAccountApp({ TRUST_PROXY: "1" });
  const tryFrom = (address: string) =>
    api(behind.url).raw("POST", "/v1/account/sign-in", JSON.stringify({ email, password: "wrong" }), {
      "x-forwarded-for": address,
    });
  for (let round = 0; round < 10; round += 1) await tryFrom("192.0.2.1");
  expect((await tryFrom("192.0.2.1")).status).toBe(429);
  // What a client writes into the header itself stands before what the proxy adds.
  expect((await tryFrom("192.0.2.99, 192.0.2.1")).status).toBe(429);
  expect((await tryFrom("192.0.2.2")).status).toBe(401);
  await behind.close();
});

describe("a session", () => {
  test("ends by signing out", async () => {
    const cookie = cookieOf(await signIn());
    const answer = await api(app.url, cookie).post("/v1/account/sign-out");
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^guestlist_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await sessionIs(cookie)).status).toBe(401);
    expect((await api(app.url, cookie).post("/v1/account/sign-out")).status).toBe(401);
  });

  test("is not what an API token could sign out of", async () => {
    expect((await api(app.url, account.token).post("/v1/account/sign-out")).status).toBe(403);
    expect((await api(app.url, account.token).get("/v1/account")).status).toBe(200);
  });

  test("ends after thirty days, to the moment", async () => {
    const cookie = cookieOf(await signIn());
    const [row] = await app.control.query<{ days: number }>(
      "select round(extract(epoch from expires_at - created_at) / 86400)::int as days from sessions where account_id = $1",
      [account.id],
    );
    expect(row).toEqual({ days: 30 });
    await app.control.query("update sessions set expires_at = now() where account_id = $1", [account.id]);
    expect((await sessionIs(cookie)).status).toBe(401);
  });

  test("is seen at most once a minute, however many ask", async () => {
    const cookie = cookieOf(await signIn());
    const seen = async () => {
      const sql = "select last_seen_at, xmin::text as version from sessions where account_id = $1";
      return (await app.control.query(sql, [account.id]))[0];
    };
    const before = await seen();
    await sessionIs(cookie);
    expect(await seen()).toEqual(before);
    await app.control.query("update sessions set last_seen_at = now() - interval '61 seconds'");
    await Promise.all(Array.from({ length: 20 }, () => sessionIs(cookie)));
    const recent = "select last_seen_at > now() - interval '50 seconds' as now from sessions where account_id = $1";
    expect(await app.control.query(recent, [account.id])).toEqual([{ now: true }]);
  });

  test("goes with its account", async () => {
    const cookie = cookieOf(await signIn());
    await app.control.query("alter table events disable trigger events_append_only");
    await app.control.query("update events set actor_account_id = null where actor_account_id = $1", [account.id]);
    await app.control.query("delete from accounts where id = $1", [account.id]);
    expect((await sessionIs(cookie)).status).toBe(401);
    expect((await api(app.url, account.token).get("/v1/account")).status).toBe(401);
  });
});

test.each(["glt_", "", "x", `gls_${"a".repeat(43)}`, `glt_${"a".repeat(43)}`, "a".repeat(5000)])(
  "the bearer token %j opens nothing, whatever cookie comes with it",
  async (token) => {
    const { cookie } = cookieOf(await signIn());
    const answer = await fetch(`${app.url}/v1/account`, { headers: { authorization: `Bearer ${token}`, cookie } });
    expect(answer.status).toBe(401);
  },
);

test("a session's token is no bearer token", async () => {
  const token = cookieOf(await signIn()).cookie.split("=")[1]!;
  expect((await api(app.url, token).get("/v1/account")).status).toBe(401);
  expect((await api(app.url, { cookie: `guestlist_session=${account.token}` }).get("/v1/account")).status).toBe(401);
});
