import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SignedInSession } from "@guestlist/contract";
import { cookieOf, goodPassword, startAccountApp, type AccountApp } from "../../test/support/account-app.ts";
import { api } from "../../test/support/http.ts";

let app: AccountApp;
beforeAll(async () => {
  app = await startAccountApp();
});
afterAll(() => app.close());

let number = 0;
let email: string;
let token: string;
let account: string;
beforeEach(async () => {
  email = `person${(number += 1)}@example.com`;
  ({ token, id: account } = await app.createAccount({ email }));
});

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async function signIn(userAgent = firefox) {
  const text = JSON.stringify({ email, password: goodPassword });
  const answer = await api(app.url).raw("POST", "/v1/account/sign-in", text, { "user-agent": userAgent });
  return api(app.url, cookieOf(answer));
}
type Client = ReturnType<typeof api>;
const sessionsOf = async (client: Client): Promise<SignedInSession[]> =>
  (await client.get<{ sessions: SignedInSession[] }>("/v1/account/sessions")).body.sessions;
const statusOf = async (client: Client): Promise<number> => (await client.get("/v1/account")).status;
const eventsOf = (type: string) =>
  app.control.query<{ data: object }>("select data from events where actor_account_id = $1 and type = $2 order by id", [
    account,
    type,
  ]);

describe("sessions", () => {
  test("are listed with browser, address and times, the one that asks first and marked", async () => {
    const first = await signIn();
    await signIn("curl/8.5.0");
    const listed = await sessionsOf(first);
    expect(listed.map(({ browser, system, current }) => [browser, system, current])).toEqual([
      ["Firefox", "Linux", true],
      [null, null, false],
    ]);
    expect(listed[0]).toMatchObject({
      client_address: "127.0.0.1",
      created_at: expect.any(String) as string,
      last_seen_at: expect.any(String) as string,
    });
    expect(JSON.stringify(listed)).not.toMatch(/gls_|hash/);
  });

  test("of others are neither listed nor ended, and an expired one is none", async () => {
    const mine = await signIn();
    const [one] = await sessionsOf(mine);
    const other = api(app.url, (await app.createAccount({ email: `other-${email}` })).token);
    expect(await sessionsOf(other)).toEqual([]);
    expect((await other.delete(`/v1/account/sessions/${one?.id}`)).status).toBe(404);
    expect(await statusOf(mine)).toBe(200);
    await app.control.query("update sessions set expires_at = now() where account_id = $1", [account]);
    expect(await sessionsOf(api(app.url, token))).toEqual([]);
    expect((await api(app.url, token).delete(`/v1/account/sessions/${one?.id}`)).status).toBe(404);
  });

  test("end one by one, and what is ended is refused from then on", async () => {
    const [first, second] = [await signIn(), await signIn()];
    const other = (await sessionsOf(first)).find(({ current }) => !current);
    expect((await first.delete(`/v1/account/sessions/${other?.id}`)).status).toBe(204);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 401]);
    expect((await first.delete(`/v1/account/sessions/${other?.id}`)).status).toBe(404);
    expect(await eventsOf("account.sessions_ended")).toEqual([{ data: { ended: 1 } }]);
  });

  test("end everywhere else, or everywhere; an API token goes on working", async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    const elsewhere = await first.post("/v1/account/sessions/end", { keep_current: true });
    expect(elsewhere).toMatchObject({ status: 200, body: { ended: 2 } });
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([200, 401, 401]);
    const everywhere = await first.post("/v1/account/sessions/end", {});
    expect(everywhere.body).toEqual({ ended: 1 });
    expect(everywhere.headers.getSetCookie()[0]).toMatch(/^guestlist_session=;/);
    expect([await statusOf(first), await statusOf(api(app.url, token))]).toEqual([401, 200]);
    expect(await eventsOf("account.sessions_ended")).toEqual([{ data: { ended: 2 } }, { data: { ended: 1 } }]);
  });

  test("end by an API token too, to which none of them is its own", async () => {
    const browser = await signIn();
    const answer = await api(app.url, token).post("/v1/account/sessions/end", { keep_current: true });
    expect(answer.body).toEqual({ ended: 1 });
    expect(await statusOf(browser)).toBe(401);
  });
});

describe("the username", () => {
  const rename = (username: string) => api(app.url, token).patch("/v1/account", { username });

  test("is changed, said so once, and can go back", async () => {
    const before = `person${number}`;
    expect((await rename("Camille")).body).toMatchObject({ account: { username: "Camille", email } });
    expect((await rename("camille")).body).toMatchObject({ account: { username: "camille" } });
    expect((await rename("camille")).status).toBe(200);
    expect((await rename(before)).status).toBe(200);
    expect(await eventsOf("account.username_changed")).toEqual([
      { data: { from: before, to: "Camille" } },
      { data: { from: "Camille", to: "camille" } },
      { data: { from: "camille", to: before } },
    ]);
  });

  test("is one person's, whatever its capitals", async () => {
    await app.createAccount({ email: `other-${email}`, username: `Taken${number}` });
    expect(await rename(`tAKEN${number}`)).toMatchObject({
      status: 409,
      body: { code: "username_taken", errors: [{ field: "username" }] },
    });
    expect(await rename("a b")).toMatchObject({ status: 422, body: { code: "invalid_username" } });
    expect((await api(app.url, token).get("/v1/account")).body).toMatchObject({
      account: { username: `person${number}` },
    });
  });
});
