import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cookieOf,
  goodPassword,
  startAccountApp,
  statusesOf,
  type AccountApp,
} from "../../test/support/account-app.ts";
import { api } from "../../test/support/http.ts";

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

const newPassword = "velvet-anchor-lamp-58";
const request = (address = email) => api(app.url).post("/v1/account/reset", { email: address });
const confirm = (token: unknown, password = newPassword) =>
  api(app.url).post("/v1/account/reset/confirm", { token, password });
const signIn = (password: string) => api(app.url).post("/v1/account/sign-in", { email, password });
const lastToken = async (asked = 1) => (await app.mailedTokens(email, "reset", asked)).at(-1)!;

describe("asking for a reset", () => {
  test("mails a link to the address as it is stored, whatever spelling was typed", async () => {
    expect(await request(email.toUpperCase())).toMatchObject({ status: 202 });
    expect(await app.mailedTokens(email, "reset", 1)).toEqual([expect.stringMatching(/^gli_[\w-]{43}$/)]);
    const hashes = await app.control.query("select token_hash from account_links where account_id = $1", [account.id]);
    expect(JSON.stringify(hashes)).not.toContain(await lastToken());
  });

  test.each(["nobody@example.com", "no address", "a\0@example.com", "somebody@example.com\r\nBcc: x@example.com"])(
    "for %j is answered in the same words, and mails nobody",
    async (address) => {
      const [known, unknown] = [await request(), await request(address)];
      expect({ status: unknown.status, body: unknown.body }).toEqual({ status: known.status, body: known.body });
      const others = "select id from mails where kind = 'reset' and recipient not like 'user%@example.com'";
      expect(await app.control.query(others)).toEqual([]);
    },
  );

  test("takes the same time for every address", async () => {
    const time = async (address: string) => {
      const start = performance.now();
      await request(address);
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      known.push(await time(email));
      unknown.push(await time(`nobody${round}@example.com`));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[2]!;
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
    expect(Math.min(...known, ...unknown)).toBeGreaterThan(190);
  });

  test("more than five times in an hour is refused, for known and unknown addresses alike", async () => {
    for (const address of [email, "nobody@example.com"]) {
      for (let round = 0; round < 5; round += 1) expect((await request(address)).status).toBe(202);
      expect((await request(address)).status).toBe(429);
    }
    expect(await app.mailedTokens(email, "reset", 5)).toHaveLength(5);
  });
});

describe("a reset", () => {
  test("sets the password, and ends every session and API token of the account", async () => {
    const other = await app.createAccount({ email: `other-${email}` });
    const sessions = [cookieOf(await signIn(goodPassword)), cookieOf(await signIn(goodPassword))];
    await request();
    expect(await confirm(await lastToken())).toMatchObject({ status: 200, body: { account: { email } } });
    for (const credentials of [...sessions, account.token])
      expect((await api(app.url, credentials).get("/v1/account")).status).toBe(401);
    expect((await api(app.url, other.token).get("/v1/account")).status).toBe(200);
    expect((await signIn(goodPassword)).status).toBe(401);
    expect((await signIn(newPassword)).status).toBe(200);
  });

  test("works once, however many try at once", async () => {
    await request();
    const token = await lastToken();
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(token)));
    expect(statusesOf(answers)).toEqual([200, ...Array<number>(49).fill(410)]);
    expect((await confirm(token)).status).toBe(410);
    const changed =
      "select count(*)::int as n from events where type = 'account.password_changed' and subject_email = $1";
    expect(await app.control.query(changed, [email])).toEqual([{ n: 1 }]);
  });

  test("by an older link is refused", async () => {
    await request();
    const older = await lastToken();
    await request();
    const newer = await lastToken(2);
    expect(await confirm(older)).toMatchObject({ status: 410, body: { code: "link_no_longer_works" } });
    expect((await confirm(newer)).status).toBe(200);
  });

  test("asked for many times at once leaves one link that works", async () => {
    await Promise.all(Array.from({ length: 5 }, () => request()));
    const tokens = await app.mailedTokens(email, "reset", 5);
    expect(tokens).toHaveLength(5);
    const statuses: number[] = [];
    for (const token of tokens) statuses.push((await confirm(token, "password")).status);
    // The one that works refuses the weak password, and is not used up by it.
    expect(statuses.sort((one, other) => one - other)).toEqual([410, 410, 410, 410, 422]);
    expect((await signIn(goodPassword)).status).toBe(200);
  });

  test("lasts an hour, to the moment", async () => {
    await request();
    const token = await lastToken();
    const [row] = await app.control.query(
      "select round(extract(epoch from expires_at - created_at))::int as seconds from account_links where account_id = $1",
      [account.id],
    );
    expect(row).toEqual({ seconds: 3600 });
    await app.control.query("update account_links set expires_at = now() where account_id = $1", [account.id]);
    expect((await confirm(token)).status).toBe(410);
  });

  test("by a link of another kind is refused", async () => {
    const token = await app.invitationFor(`new-${email}`, "copied");
    const body = { email: `new-${email}`, username: `new${number}`, password: goodPassword, invitation_token: token };
    const newcomer = api(app.url, cookieOf(await api(app.url).post("/v1/account/sign-up", body)));
    const [verification] = await app.mailedTokens(`new-${email}`, "verification");
    expect((await confirm(verification)).status).toBe(410);
    await request();
    expect((await newcomer.post("/v1/account/verify", { token: await lastToken() })).status).toBe(410);
  });

  test("verifies the address, and takes the account from whoever made it with somebody else's", async () => {
    const address = `victim-${email}`;
    const invitation_token = await app.invitationFor(address, "copied");
    const squatter = await api(app.url).post("/v1/account/sign-up", {
      email: address,
      username: `squatter${number}`,
      password: goodPassword,
      invitation_token,
    });
    await request(address);
    const [token] = await app.mailedTokens(address, "reset", 1);
    expect((await confirm(token)).body["account"]).toMatchObject({ email_verified_at: expect.any(String) as string });
    expect((await api(app.url, cookieOf(squatter)).get("/v1/account")).status).toBe(401);
  });

  test("is not outlived by a sign-in or a new token of the same moment", async () => {
    const session = cookieOf(await signIn(goodPassword));
    await request();
    const token = await lastToken();
    const tries = Array.from({ length: 8 }, () => signIn(goodPassword));
    const tokens = Array.from({ length: 8 }, () => api(app.url, session).post("/v1/account/tokens", { name: "late" }));
    const [reset, signIns, made] = await Promise.all([confirm(token), Promise.all(tries), Promise.all(tokens)]);
    expect(reset.status).toBe(200);
    for (const answer of signIns.filter(({ status }) => status === 200))
      expect((await api(app.url, cookieOf(answer)).get("/v1/account")).status).toBe(401);
    for (const answer of made.filter(({ status }) => status === 201))
      expect((await api(app.url, answer.body["token"] as string).get("/v1/account")).status).toBe(401);
    expect(await app.control.query("select id from sessions where account_id = $1", [account.id])).toEqual([]);
  });
});

describe("changing the password", () => {
  const change = (credentials: string | { cookie: string }, current: string, next = newPassword) =>
    api(app.url, credentials).post("/v1/account/password", { current_password: current, new_password: next });

  test("ends the other sessions and the reset link under way, and keeps this session and the tokens", async () => {
    const [here, there] = [cookieOf(await signIn(goodPassword)), cookieOf(await signIn(goodPassword))];
    await request();
    const link = await lastToken();
    expect((await change(here, goodPassword)).status).toBe(204);
    expect((await api(app.url, here).get("/v1/account")).status).toBe(200);
    expect((await api(app.url, there).get("/v1/account")).status).toBe(401);
    expect((await api(app.url, account.token).get("/v1/account")).status).toBe(200);
    expect((await confirm(link)).status).toBe(410);
    expect((await signIn(newPassword)).status).toBe(200);
  });

  test("takes the present one, and a strong new one", async () => {
    const here = cookieOf(await signIn(goodPassword));
    expect(await change(here, "wrong")).toMatchObject({ status: 422, body: { code: "wrong_password" } });
    expect(await change(here, goodPassword, "password1")).toMatchObject({
      status: 422,
      body: { code: "weak_password", errors: [{ field: "new_password" }] },
    });
    expect((await signIn(goodPassword)).status).toBe(200);
  });

  test("cannot be guessed at by whoever holds a session", async () => {
    const here = cookieOf(await signIn(goodPassword));
    for (let round = 0; round < 10; round += 1) expect((await change(here, "wrong")).status).toBe(422);
    expect((await change(here, goodPassword)).status).toBe(429);
  });

  test("twice at once from the same password succeeds once", async () => {
    const here = cookieOf(await signIn(goodPassword));
    const answers = await Promise.all([
      change(here, goodPassword),
      change(here, goodPassword, "ember-violin-cactus-31"),
    ]);
    expect(statusesOf(answers)).toEqual([204, 422]);
  });
});
