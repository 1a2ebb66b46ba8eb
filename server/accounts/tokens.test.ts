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
});

interface Made {
  api_token: { id: string; name: string; hint: string };
  token: string;
}
const asked = () => api(app.url, account.token);
const make = async (name: string) => (await asked().post<Made>("/v1/account/tokens", { name })).body;
const events = async () => {
  const sql = "select type, data ->> 'name' as name from events where actor_account_id = $1 order by id";
  return app.control.query(sql, [account.id]);
};

describe("an API token", () => {
  test("is shown once, and kept as a hash", async () => {
    const made = await make("  laptop ");
    expect(made.token).toMatch(/^glt_[\w-]{43}$/);
    expect(made.api_token).toMatchObject({ name: "laptop", hint: made.token.slice(0, 8), last_used_at: null });
    const list = await asked().get("/v1/account/tokens");
    expect(list.body["tokens"]).toMatchObject([made.api_token, { name: "made with the account" }]);
    expect(JSON.stringify(list.body)).not.toContain(made.token);
    const stored = await app.control.query("select * from api_tokens where account_id = $1", [account.id]);
    expect(JSON.stringify(stored)).not.toContain(made.token.slice(8));
    expect(await events()).toEqual([{ type: "account.token_created", name: "laptop" }]);
  });

  test("opens the account until it is ended", async () => {
    const made = await make("laptop");
    const client = api(app.url, made.token);
    expect((await client.get("/v1/account")).body).toMatchObject({ account: { email } });
    expect((await asked().delete(`/v1/account/tokens/${made.api_token.id}`)).status).toBe(204);
    expect((await client.get("/v1/account")).status).toBe(401);
    expect((await client.post("/v1/account/tokens", { name: "another" })).status).toBe(401);
    expect((await asked().delete(`/v1/account/tokens/${made.api_token.id}`)).status).toBe(404);
    expect(await events()).toEqual([
      { type: "account.token_created", name: "laptop" },
      { type: "account.token_ended", name: "laptop" },
    ]);
  });

  test("ends itself as `current`", async () => {
    expect((await asked().delete("/v1/account/tokens/current")).status).toBe(204);
    expect((await asked().get("/v1/account")).status).toBe(401);
  });

  test("is not made by a caller whose own credentials end at the same moment", async () => {
    let answer: { status: number } | undefined;
    await app.commitOnceAwaited(
      [
        ["select from accounts where id = $1 for no key update", [account.id]],
        ["update api_tokens set ended_at = now() where account_id = $1", [account.id]],
      ],
      async () => {
        answer = await asked().post("/v1/account/tokens", { name: "late" });
      },
    );
    expect(answer?.status).toBe(401);
    expect(await app.control.query("select id from api_tokens where name = 'late'")).toEqual([]);
  });

  test("is not what a session ends as `current`", async () => {
    const signedIn = await api(app.url).post("/v1/account/sign-in", { email, password: goodPassword });
    const answer = await api(app.url, cookieOf(signedIn)).delete("/v1/account/tokens/current");
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(answer.body["detail"]).toContain("Sign out");
  });

  test("of another account is neither listed nor ended", async () => {
    const other = await app.createAccount({ email: `other-${email}` });
    const made = await make("laptop");
    const answer = await api(app.url, other.token).delete(`/v1/account/tokens/${made.api_token.id}`);
    expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    const list = await api(app.url, other.token).get<{ tokens: Made["api_token"][] }>("/v1/account/tokens");
    expect(list.body.tokens.map(({ id }) => id)).not.toContain(made.api_token.id);
  });

  test.each(["x", "me", "00000000-0000-0000-0000-000000000000", "%00", "'; drop table accounts"])(
    "named %j does not exist",
    async (id) => {
      expect((await asked().delete(`/v1/account/tokens/${id}`)).status).toBe(404);
    },
  );

  test.each(["", "   ", "a\0b", "a\nb", "\u202ea", "a".repeat(101)])("named %j is not made", async (name) => {
    expect((await asked().post("/v1/account/tokens", { name })).status).toBe(422);
  });

  test("is seen as used at most once a minute", async () => {
    const used = async () => {
      const sql =
        "select xmin::text as version, last_used_at is not null as used from api_tokens where account_id = $1";
      return (await app.control.query(sql, [account.id]))[0];
    };
    await asked().get("/v1/account");
    const first = await used();
    expect(first).toMatchObject({ used: true });
    await Promise.all(Array.from({ length: 10 }, () => asked().get("/v1/account")));
    expect(await used()).toEqual(first);
  });
});

describe("the verification mail", () => {
  const signUp = async () => {
    const address = `new-${email}`;
    const invitation_token = await app.invitationFor(address, "copied");
    const body = { email: address, username: `new${number}`, password: goodPassword, invitation_token };
    const client = api(app.url, cookieOf(await api(app.url).post("/v1/account/sign-up", body)));
    return { address, client };
  };
  type Client = ReturnType<typeof api>;
  const verify = (client: Client, token: unknown) => client.post("/v1/account/verify", { token });

  test("is sent again with a new link, and the old one stops working", async () => {
    const { address, client } = await signUp();
    expect((await client.post("/v1/account/verification")).status).toBe(202);
    const [older, newer] = await app.mailedTokens(address, "verification");
    expect(await verify(client, older)).toMatchObject({ status: 410, body: { code: "link_no_longer_works" } });
    expect((await verify(client, newer)).status).toBe(200);
    expect((await client.get("/v1/account")).body).toMatchObject({
      account: { email_verified_at: expect.any(String) as string },
    });
  });

  test("is not sent to a verified address", async () => {
    expect((await asked().post("/v1/account/verification")).status).toBe(202);
    expect(await app.mailedTokens(email, "verification")).toEqual([]);
  });

  test("is sent at most five times an hour", async () => {
    const { client } = await signUp();
    for (let round = 0; round < 5; round += 1) expect((await client.post("/v1/account/verification")).status).toBe(202);
    expect((await client.post("/v1/account/verification")).status).toBe(429);
  });

  test("has a link that works for the account alone, so that nobody verifies for a squatter", async () => {
    const { address, client } = await signUp();
    const [token] = await app.mailedTokens(address, "verification");
    expect(await verify(asked(), token)).toMatchObject({ status: 403, body: { code: "wrong_account" } });
    expect((await verify(api(app.url), token)).status).toBe(401);
    expect((await verify(client, token)).status).toBe(200);
  });

  test("has a link that works once, however many follow it at once", async () => {
    const { address, client } = await signUp();
    const [token] = await app.mailedTokens(address, "verification");
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(client, token)));
    expect(statusesOf(answers)).toEqual([200, ...Array<number>(49).fill(410)]);
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    const sql = "select count(*)::int as n from events where type = 'account.verified' and subject_email = $1";
    expect(await app.control.query(sql, [address])).toEqual([{ n: 1 }]);
  });

  test("has a link of a day, to the moment", async () => {
    const { address, client } = await signUp();
    const sql = `select round(extract(epoch from l.expires_at - l.created_at))::int as seconds
                 from account_links l join accounts a on a.id = l.account_id where a.email = $1`;
    expect(await app.control.query(sql, [address])).toEqual([{ seconds: 86_400 }]);
    await app.control.query("update account_links set expires_at = now()");
    expect((await verify(client, (await app.mailedTokens(address, "verification"))[0])).status).toBe(410);
  });
});

test.each([
  ["GET", "/v1/account"],
  ["GET", "/v1/account/tokens"],
  ["POST", "/v1/account/tokens"],
  ["DELETE", "/v1/account/tokens/current"],
  ["PATCH", "/v1/account"],
  ["GET", "/v1/account/sessions"],
  ["DELETE", "/v1/account/sessions/x"],
  ["POST", "/v1/account/sessions/end"],
  ["POST", "/v1/account/password"],
  ["POST", "/v1/account/verification"],
  ["POST", "/v1/account/sign-out"],
])("%s %s is refused to a stranger before their body is looked at", async (method, path) => {
  const answer = await fetch(app.url + path, { method });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: "not_signed_in" });
});
