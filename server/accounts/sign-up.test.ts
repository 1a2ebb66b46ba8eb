import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cookieOf,
  goodPassword,
  startAccountApp,
  statusesOf,
  type AccountApp,
} from "../../test/support/account-app.ts";
import { api } from "../../test/support/http.ts";
import { hashToken } from "../platform/tokens.ts";
import { createAccountByAdmin } from "./create-account.ts";
import { issueSetupLink } from "./setup-link.ts";

let app: AccountApp;
let number = 0;
let email: string;
let username: string;
beforeAll(async () => {
  app = await startAccountApp();
});
afterAll(() => app.close());
beforeEach(() => {
  number += 1;
  email = `Person${number}@Example.com`;
  username = `person${number}`;
});

const signUp = (body: Record<string, unknown>) =>
  api(app.url).post("/v1/account/sign-up", { email, username, password: goodPassword, ...body });
const eventsOf = async (address: string) => {
  const sql = "select type from events where subject_email = $1 order by id";
  return (await app.control.query<{ type: string }>(sql, [address])).map(({ type }) => type);
};

describe("the set-up link", () => {
  let fresh: AccountApp;
  beforeEach(async () => {
    fresh = await startAccountApp();
    return () => fresh.close();
  });
  const setUp = (setup_token: string, name = "first") =>
    api(fresh.url).post("/v1/account/sign-up", {
      email: `${name}@example.com`,
      username: name,
      password: goodPassword,
      setup_token,
    });

  test("makes the first account, verified and signed in, and never another one", async () => {
    const token = (await issueSetupLink(fresh.platform.db))!;
    expect((await api(fresh.url).get("/v1/installation")).body).toMatchObject({ setup_needed: true, mail: "mailbox" });
    const made = await setUp(token);
    expect(made).toMatchObject({ status: 201, body: { account: { username: "first" }, verification: "verified" } });
    expect((await api(fresh.url, cookieOf(made)).get("/v1/account")).status).toBe(200);
    expect((await api(fresh.url).get("/v1/installation")).body).toMatchObject({ setup_needed: false });
    expect(await setUp(token, "second")).toMatchObject({ status: 410, body: { code: "link_no_longer_works" } });
    expect(await issueSetupLink(fresh.platform.db)).toBeNull();
  });

  test("asked for by fifty at once makes one account", async () => {
    const token = (await issueSetupLink(fresh.platform.db))!;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => setUp(token, `first${index}`)));
    expect(statusesOf(answers)).toEqual([201, ...Array<number>(49).fill(410)]);
    expect(await fresh.control.query("select count(*)::int as n from accounts")).toEqual([{ n: 1 }]);
  });

  test("of an earlier start stops working", async () => {
    const earlier = (await issueSetupLink(fresh.platform.db))!;
    const later = (await issueSetupLink(fresh.platform.db))!;
    expect((await setUp(earlier)).status).toBe(410);
    expect((await setUp(later)).status).toBe(201);
  });

  test("stops working once the administrator has made an account", async () => {
    const token = (await issueSetupLink(fresh.platform.db))!;
    await fresh.createAccount({ email: "admin@example.com" });
    expect((await setUp(token)).status).toBe(410);
  });

  test("makes no account beside one that is just being made", async () => {
    const token = (await issueSetupLink(fresh.platform.db))!;
    let answer: { status: number } | undefined;
    await fresh.commitOnceAwaited(
      [
        ["select pg_advisory_xact_lock(hashtextextended('guestlist first account', 0))"],
        [
          `insert into accounts (email, email_folded, username, username_folded, password_hash)
           values ('a@example.com', 'a@example.com', 'aa', 'aa', 'none')`,
        ],
      ],
      async () => {
        answer = await setUp(token);
      },
    );
    expect(answer?.status).toBe(410);
    expect(await fresh.control.query("select email from accounts")).toEqual([{ email: "a@example.com" }]);
  });

  test("is kept as a hash only", async () => {
    const token = (await issueSetupLink(fresh.platform.db))!;
    expect(await fresh.control.query("select token_hash from setup_links")).toEqual([{ token_hash: hashToken(token) }]);
  });
});

describe("signing up", () => {
  test("takes a link", async () => {
    expect(await signUp({})).toMatchObject({ status: 403, body: { code: "sign_up_by_invitation_only" } });
    expect(await signUp({ invitation_token: "gli_nothing" })).toMatchObject({ status: 410 });
    expect(await signUp({ setup_token: "gli_nothing" })).toMatchObject({ status: 410 });
  });

  test("from a mailed invitation verifies the address, and uses nothing of the invitation up", async () => {
    const invitation_token = await app.invitationFor(email);
    const made = await signUp({ invitation_token, email: email.toUpperCase() });
    expect(made).toMatchObject({ status: 201, body: { verification: "verified" } });
    expect(made.body["account"]).toMatchObject({ email: email.toUpperCase(), username });
    expect(await eventsOf(email.toUpperCase())).toEqual(["account.created", "account.verified"]);
    const [row] = await app.control.query("select status, account_id from collaborators where email = $1", [email]);
    expect(row).toEqual({ status: "pending", account_id: null });
    expect(await app.mailedTokens(email, "verification")).toEqual([]);
  });

  test("from a copied link leaves the address to be verified by mail", async () => {
    const invitation_token = await app.invitationFor(email, "copied");
    const made = await signUp({ invitation_token });
    expect(made).toMatchObject({
      status: 201,
      body: { verification: "mail_sent", account: { email_verified_at: null } },
    });
    const [token] = await app.mailedTokens(email, "verification");
    expect(await api(app.url).post("/v1/account/verify", { token })).toMatchObject({ status: 401 });
    expect(await api(app.url, cookieOf(made)).post("/v1/account/verify", { token })).toMatchObject({
      status: 200,
      body: { account: { email, email_verified_at: expect.any(String) as string } },
    });
    expect(await eventsOf(email)).toEqual(["account.created", "account.verified"]);
  });

  test.each(["mailed", "copied"] as const)("from a %s link with another address is refused", async (link) => {
    const invitation_token = await app.invitationFor(email, link);
    expect(await signUp({ invitation_token, email: `x${email}` })).toMatchObject({
      status: 403,
      body: { code: "wrong_account" },
    });
    expect((await signUp({ invitation_token, email: email.replace("@", "+tag@") })).status).toBe(403);
  });

  test.each([
    ["expired a moment ago", "invitation_expires_at = now() - interval '1 millisecond'"],
    [
      "withdrawn",
      "status = 'ended', token_hash = null, link_token_hash = null, end_reason = 'withdrawn', ended_at = now()",
    ],
  ])("from an invitation that is %s is refused", async (_, change) => {
    const invitation_token = await app.invitationFor(email);
    await app.control.query(`update collaborators set ${change} where email = $1`, [email]);
    expect(await signUp({ invitation_token })).toMatchObject({ status: 410, body: { code: "link_no_longer_works" } });
  });

  test("for an address with an account is refused, and only a holder of its link learns of it", async () => {
    await app.createAccount({ email, username });
    expect((await signUp({})).status).toBe(403);
    const invitation_token = await app.invitationFor(email);
    expect(await signUp({ invitation_token, username: `${username}-2` })).toMatchObject({
      status: 409,
      body: { code: "account_exists", detail: "There is an account with this address. Sign in instead." },
    });
  });

  test("twenty-five times at once makes one account", async () => {
    const invitation_token = await app.invitationFor(email);
    const tries = Array.from({ length: 25 }, (_, index) =>
      signUp({ invitation_token, username: `${username}-${index}` }),
    );
    expect(statusesOf(await Promise.all(tries))).toEqual([201, ...Array<number>(24).fill(409)]);
    expect((await eventsOf(email)).filter((type) => type === "account.created")).toHaveLength(1);
  });

  test("with a username that differs from another in capitals only is refused", async () => {
    await app.createAccount({ email: `first-${email}`, username });
    const invitation_token = await app.invitationFor(email);
    expect(await signUp({ invitation_token, username: username.toUpperCase() })).toMatchObject({
      status: 409,
      body: { code: "username_taken", errors: [{ field: "username" }] },
    });
  });

  test.each([
    [{ username: "a b" }, "invalid_username"],
    [{ username: "ab\0" }, "invalid_username"],
    [{ password: "password1234" }, "weak_password"],
    [{ email: "person@example.com\r\nBcc: x@example.com" }, "invalid_email"],
    [{ email: "person\0@example.com" }, "invalid_email"],
    [{ role: "admin" }, "invalid_request"],
    [{ email_verified_at: "2026-01-01T00:00:00.000Z" }, "invalid_request"],
  ])("with %j is refused as %s", async (change, code) => {
    const invitation_token = await app.invitationFor(email);
    expect(await signUp({ invitation_token, ...change })).toMatchObject({ status: 422, body: { code } });
  });
});

describe("the administrator's command", () => {
  test("makes a verified account, with a token when asked", async () => {
    const made = await createAccountByAdmin(app.platform.db, { email, username, password: goodPassword, token: true });
    expect(made.account).toMatchObject({ email, username, email_verified_at: expect.any(String) as string });
    expect((await api(app.url, made.token).get("/v1/account")).body).toEqual({ account: made.account });
    expect(await eventsOf(email)).toEqual(["account.created", "account.verified", "account.token_created"]);
  });

  test("without a password makes one that nobody can sign in to before a reset", async () => {
    const { account, token } = await createAccountByAdmin(app.platform.db, { email, username, token: false });
    expect(account).toMatchObject({ email });
    expect(token).toBeUndefined();
    expect((await api(app.url).post("/v1/account/sign-in", { email, password: "" })).status).toBe(422);
  });

  test("refuses what exists, and weak passwords", async () => {
    const make = (change: object) =>
      createAccountByAdmin(app.platform.db, { email, username, password: goodPassword, token: false, ...change });
    await make({});
    await expect(make({ username: `${username}-2` })).rejects.toMatchObject({ code: "account_exists" });
    await expect(make({ email: `x${email}` })).rejects.toMatchObject({ code: "username_taken" });
    await expect(make({ email: `x${email}`, password: "password1" })).rejects.toMatchObject({ code: "weak_password" });
  });
});
