import type { Collaborator, Problem } from "@guestlist/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { api, type Answer } from "../support/http.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { everythingKept } from "./everything-kept.ts";
import {
  addPerson,
  connectionReady,
  createDatabase,
  invite,
  join,
  listed,
  mailedToken,
  newUri,
  openStage,
  signUp,
  tokenIn,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const path = `/v1/databases/${name}/collaborators`;

let stage: Stage;
let owner: Person;
/** Every token of a link that was mailed or copied: none may turn up where it does not belong. */
const tokens: string[] = [];
const answers: string[] = [];

beforeAll(async () => {
  stage = await openStage({ LOG_LEVEL: "trace" });
  owner = await addPerson(stage, "owner@example.com");
  await createDatabase(owner, name);
});
afterAll(() => stage.close());

const kept = () => everythingKept(stage.product.databaseUrl!);

/** Asks, and expects a refusal that has changed nothing. */
async function expectRefused(ask: () => Promise<Answer<Problem>>): Promise<Problem> {
  const before = await kept();
  const { status, headers, body } = await ask();
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect([status, status >= 400, status < 500]).toEqual([body.status, true, true]);
  expect(await kept()).toEqual(before);
  return body;
}

async function inviteFor(email: string, by: Person = owner): Promise<{ id: string; token: string }> {
  const { id } = await invite(by, name, email);
  const token = await mailedToken(stage, email);
  tokens.push(token);
  return { id, token };
}

const accept = (person: Person, body: { token?: string; id?: string }) =>
  person.api.post<Problem & { collaborator: Collaborator }>("/v1/invitations/accept", body);
const lookup = (token: string) => api(stage.product.url).post<Problem>("/v1/invitations/lookup", { token });
const statusOf = async (email: string) => (await listed(owner, name)).find((row) => row.email === email)?.status;

describe("Single use", () => {
  test("twenty accepts at once make one collaborator, one login, one event and one mail", async () => {
    const { token } = await inviteFor("twenty@example.com");
    const guest = await signUp(stage, "twenty@example.com", token);
    const all = await Promise.all(Array.from({ length: 20 }, () => accept(guest, { token })));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 410)).toHaveLength(19);
    const count = async (sql: string) =>
      (await queryOnce<{ n: number }>(stage.product.databaseUrl!, sql, [guest.email]))[0]!.n;
    expect(await count("select count(*)::int as n from collaborators where email = $1")).toBe(1);
    expect(
      await count("select count(*)::int as n from events where type = 'collaborator.accepted' and actor_email = $1"),
    ).toBe(1);
    await connectionReady(guest, name);
    expect(await stage.postgres.query("select 1 from pg_roles where rolname ~ '^twenty'")).toHaveLength(1);
    await stage.smtp.nextMessage({ to: owner.email, subject: guest.email });
    expect(stage.smtp.messages.filter(({ subject }) => subject.startsWith(guest.email))).toHaveLength(1);
  });

  test("twenty invitations of one person at once make one", async () => {
    const body = { email: "once@example.com" };
    const all = await Promise.all(Array.from({ length: 20 }, () => owner.api.post(path, body)));
    expect(all.map(({ status }) => status).sort((one, other) => one - other)).toEqual([
      201,
      ...Array<number>(19).fill(409),
    ]);
    await mailedToken(stage, "once@example.com");
  });

  test("a mail scanner that opens the page, and looks at the invitation, uses nothing up", async () => {
    const { token } = await inviteFor("scanned@example.com");
    const before = await kept();
    for (let round = 0; round < 3; round += 1) {
      for (const method of ["GET", "HEAD"]) {
        const page = await fetch(`${stage.product.url}/invitation`, { method });
        expect(page.status).toBe(200);
      }
      expect((await lookup(token)).status).toBe(200);
      expect((await api(stage.product.url).get("/v1/invitations/accept")).status).toBeGreaterThanOrEqual(400);
    }
    expect(await kept()).toEqual(before);
    const person = await signUp(stage, "scanned@example.com", token);
    expect((await accept(person, { token })).status).toBe(200);
  });

  test("accept and withdraw at once: one of them holds, and the list says which", async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `race-${round}@example.com`;
      const { id, token } = await inviteFor(email);
      const guest = await signUp(stage, email, token);
      const [accepted, withdrawn] = await Promise.all([
        accept(guest, { token }),
        owner.api.delete<{ collaborator: Collaborator }>(`${path}/${id}`),
      ]);
      const after = await owner.api.get<{ collaborator: Collaborator }>(`${path}/${id}`);
      const held = accepted.status === 200;
      if (held && withdrawn.status >= 400) expect(after.body.collaborator.status).toBe("accepted");
      else expect(["revoking", "ended"]).toContain(after.body.collaborator.status);
      expect([200, 410]).toContain(accepted.status);
      expect([200, 202, 409]).toContain(withdrawn.status);
      if (!held) expect((await guest.api.get(`/v1/databases/${name}`)).status).toBe(404);
    }
  });
});

describe("Whose invitation it is", () => {
  test("resending kills the older link", async () => {
    const { id, token: older } = await inviteFor("resent@example.com");
    const { status, body } = await owner.api.post<{ collaborator: Collaborator }>(`${path}/${id}/resend`);
    expect([status, body.collaborator.status]).toEqual([200, "pending"]);
    const newer = await mailedToken(stage, "resent@example.com");
    tokens.push(newer);
    expect((await lookup(older)).status).toBe(410);
    expect((await lookup(newer)).status).toBe(200);
    const body2 = { email: "resent@example.com", username: "resent", password: "plum-kettle-orbit-94" };
    const signUpBy = (token: string) =>
      api(stage.product.url).post<Problem>("/v1/account/sign-up", { ...body2, invitation_token: token });
    expect((await expectRefused(() => signUpBy(older))).status).toBe(410);
    expect((await signUpBy(newer)).status).toBe(201);
  });

  test("another account that is signed in is told so, and nothing is used up", async () => {
    const { id, token } = await inviteFor("rightful@example.com");
    const other = await addPerson(stage, "other@example.com");
    for (const act of ["accept", "decline"]) {
      const problem = await expectRefused(() => other.api.post<Problem>(`/v1/invitations/${act}`, { token }));
      expect(problem).toMatchObject({ status: 403, code: "wrong_account" });
      expect(problem.detail).toContain("You are signed in as other@example.com; sign in as rightful@example.com");
      // An id is no proof of anything.
      expect((await expectRefused(() => other.api.post<Problem>(`/v1/invitations/${act}`, { id }))).status).toBe(410);
    }
    const rightful = await signUp(stage, "rightful@example.com", token);
    expect((await accept(rightful, { token })).status).toBe(200);
  });

  test("nobody signs up from it under another address", async () => {
    const { token } = await inviteFor("mine@example.com");
    for (const email of ["eve@example.com", "mine+eve@example.com", "mine@example.com.evil.example"]) {
      const body = { email, username: "eve", password: "plum-kettle-orbit-94", invitation_token: token };
      const problem = await expectRefused(() => api(stage.product.url).post<Problem>("/v1/account/sign-up", body));
      expect(problem).toMatchObject({ status: 403, code: "wrong_account" });
    }
    expect((await lookup(token)).status).toBe(200);
  });

  test("a copied link shows no address to be one's own: it needs a verified account", async () => {
    const email = "copied@example.com";
    const { id, token: mailed } = await inviteFor(email);
    const link = await owner.api.post<{ url: string }>(`${path}/${id}/link`);
    expect(link.status).toBe(201);
    const copied = new URL(link.body.url).hash.slice(1);
    tokens.push(copied);
    expect(await lookup(copied)).toMatchObject({ status: 200, body: { link: "copied", account_exists: null } });

    const squatter = await signUp(stage, email, copied);
    const verification = await stage.smtp.nextMessage({ to: email, subject: /verif/i });
    tokens.push(tokenIn(verification));
    expect((await squatter.api.get<{ invitations: unknown[] }>("/v1/invitations")).body.invitations).toEqual([]);
    for (const body of [{ token: copied }, { token: mailed }, { id }]) {
      const problem = await expectRefused(() => accept(squatter, body));
      expect([403, 410]).toContain(problem.status);
      expect(["address_not_verified", "invitation_no_longer_works"]).toContain(problem.code);
    }
    expect((await squatter.api.get(`/v1/databases/${name}`)).status).toBe(404);

    const verify = { token: tokenIn(verification) };
    expect((await squatter.api.post("/v1/account/verify", verify)).status).toBe(200);
    expect((await accept(squatter, { id })).status).toBe(200);
    expect(await statusOf(email)).toBe("accepted");
  });
});

describe("The inviter's own access", () => {
  test("pending invitations die with it, and nobody comes in on the word of somebody who is out", async () => {
    const inviter = await join(stage, owner, name, "inviter@example.com");
    const { token } = await inviteFor("friend@example.com", inviter);
    const friend = await signUp(stage, "friend@example.com", token);
    expect((await owner.api.delete(`${path}/${inviter.collaboratorId}`)).status).toBe(200);
    expect((await expectRefused(() => accept(friend, { token }))).code).toBe("invitation_no_longer_works");
    expect(await statusOf("friend@example.com")).toBeUndefined();
  });

  test("an accept that races with it brings nobody in to stay", async () => {
    for (let round = 0; round < 3; round += 1) {
      const inviter = await join(stage, owner, name, `inviter-${round}@example.com`);
      const { token } = await inviteFor(`friend-${round}@example.com`, inviter);
      const friend = await signUp(stage, `friend-${round}@example.com`, token);
      const [accepted, revoked] = await Promise.all([
        accept(friend, { token }),
        owner.api.delete(`${path}/${inviter.collaboratorId}`),
      ]);
      expect(revoked.status).toBe(200);
      expect([200, 410]).toContain(accepted.status);
      expect(await statusOf(friend.email)).toBe(accepted.status === 200 ? "accepted" : undefined);
    }
  });

  test("an invitation that races with it does not outlive it", async () => {
    const inviter = await join(stage, owner, name, "racing@example.com");
    const uri = await newUri(inviter, name);
    const inviting = Array.from({ length: 10 }, (_, n) => inviter.api.post(path, { email: `raced-${n}@example.com` }));
    const revoked = await owner.api.delete(`${path}/${inviter.collaboratorId}`);
    await Promise.all(inviting);
    expect(revoked.status).toBe(200);
    expect(await refusalOf(uri)).toBeDefined();
    const left = (await listed(owner, name)).filter(({ email }) => email.startsWith("raced-"));
    expect(left).toEqual([]);
  });

  test("so do they with full access, which the command line tells", async () => {
    const inviter = await join(stage, owner, name, "lowered@example.com");
    const { token } = await inviteFor("second-address@example.com", inviter);
    const friend = await signUp(stage, "second-address@example.com", token);
    const lower = ["-d", name, "collaborators-update", inviter.email, "--access", "read-only"];
    const { stdout } = await guestlist(lower, { url: stage.product.url, token: owner.token });
    expect(stdout).toBe(
      `-----> ${inviter.email} has read-only access to ${name}\n       1 invitation that they had sent is withdrawn: ${friend.email}\n`,
    );
    const refused = await expectRefused(() => accept(friend, { token }));
    expect(refused.detail).toBe(`This invitation no longer works. Ask ${owner.email} for a new one.`);
  });
});

describe("A token", () => {
  test.each([
    ["forged", `gli_${"x".repeat(43)}`],
    ["of another kind", "glt_something"],
    ["that is none", "' or 1=1 --"],
  ])("%s opens nothing", async (_, token) => {
    for (const act of ["accept", "decline", "lookup"]) {
      const problem = await expectRefused(() => owner.api.post<Problem>(`/v1/invitations/${act}`, { token }));
      expect(problem).toMatchObject({ status: 410, code: "invitation_no_longer_works" });
    }
    const link = `${stage.product.url}/invitation#${token.replaceAll(" ", "")}`;
    const cli = await guestlist(["invitations-accept", "--link", link], { url: stage.product.url, token: owner.token });
    expect([cli.code, cli.stdout]).toEqual([1, ""]);
    expect(cli.stderr).toMatch(/^ ! {5}This invitation no longer works\./);
  });

  test("that was used opens nothing more", async () => {
    await invite(owner, name, "used@example.com");
    const token = await mailedToken(stage, "used@example.com");
    const used = await signUp(stage, "used@example.com", token);
    expect((await used.api.post("/v1/invitations/accept", { token })).status).toBe(200);
    const again = await expectRefused(() => used.api.post<Problem>("/v1/invitations/accept", { token }));
    expect(again).toMatchObject({ status: 410, code: "invitation_no_longer_works" });
  });

  test("that has expired opens nothing, and the inviter is named to ask for a new one", async () => {
    const { id } = await invite(owner, name, "late@example.com");
    const token = await mailedToken(stage, "late@example.com");
    const late = await signUp(stage, "late@example.com", token);
    const sql = "update collaborators set invitation_expires_at = now() - interval '1 second' where id = $1";
    await queryOnce(stage.product.databaseUrl!, sql, [id]);
    const expired = await expectRefused(() => late.api.post<Problem>("/v1/invitations/accept", { token }));
    expect(expired).toMatchObject({
      status: 410,
      detail: "This invitation no longer works. Ask owner@example.com for a new one.",
    });
    const byId = await expectRefused(() => late.api.post<Problem>("/v1/invitations/accept", { id }));
    expect(byId.status).toBe(410);
    const { stdout } = await guestlist(["-d", name, "collaborators"], { url: stage.product.url, token: owner.token });
    expect(stdout).toMatch(/│ late@example\.com\s+│ n\/a\s+│ pending, expired │/);
  });

  test("neither a token nor an id names no invitation", async () => {
    const problem = await expectRefused(() => owner.api.post<Problem>("/v1/invitations/accept", {}));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request" });
  });
});

describe("In the dashboard", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ baseURL: stage.product.url });
    page.setDefaultTimeout(8_000);
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Databases", level: 1 }).waitFor();
  });
  afterAll(() => browser.close());

  test("says how many invitations a lowered level takes along, before it does", async () => {
    const inviter = await join(stage, owner, name, "to-lower@example.com");
    for (const email of ["one@example.com", "two@example.com"]) await inviteFor(email, inviter);
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByRole("button", { name: `Actions for ${inviter.email}` }).click();
    await page.getByRole("menuitem", { name: "Change access level" }).click();
    const words = page.getByText("2 invitations that they sent will be withdrawn: only full access may invite.");
    expect(await words.isVisible()).toBe(false);
    await page.getByRole("radio", { name: /Read-only/ }).click();
    await words.waitFor();
    await page.getByRole("button", { name: "Change access level" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: "two@example.com" }).getByText("invitation withdrawn").waitFor();
    expect(await statusOf("one@example.com")).toBeUndefined();
  });

  test("says that another account is signed in, and offers to switch", async () => {
    await invite(owner, name, "switch@example.com");
    await page.goto(`/invitation#${await mailedToken(stage, "switch@example.com")}`);
    await page.getByRole("heading", { name: "This invitation is for another address" }).waitFor();
    const text = await page.getByRole("main").innerText();
    expect(text).toContain("You are signed in as owner@example.com");
    expect(text).toContain("Nothing has been used up.");
    await page.getByRole("button", { name: "Sign out and go on as switch@example.com" }).click();
    await page.getByRole("heading", { name: "Make an account to answer" }).waitFor();
  });

  test.each([
    ["forged", () => Promise.resolve(`gli_${"x".repeat(43)}`)],
    [
      "withdrawn",
      async () => {
        const { id } = await invite(owner, name, "gone@example.com");
        const token = await mailedToken(stage, "gone@example.com");
        await owner.api.delete(`${path}/${id}`);
        return token;
      },
    ],
  ])("says that a %s link no longer works", async (_, token) => {
    await page.goto("about:blank");
    await page.goto(`/invitation#${await token()}`);
    await page.getByRole("heading", { name: "This invitation no longer works" }).waitFor();
    expect(await page.getByRole("main").innerText()).toMatch(/This invitation no longer works\. Ask \S+/);
  });
});

describe("Tokens", () => {
  test("stand in no answer but the one that hands them out, and in no log", async () => {
    const reads = [
      path,
      `/v1/databases/${name}/events?limit=500`,
      "/v1/collaborators",
      "/v1/invitations",
      "/v1/databases",
      `/v1/databases/${name}/closures`,
      "/v1/account/tokens",
    ];
    for (const read of reads) answers.push(JSON.stringify((await owner.api.get(read)).body));
    expect(tokens.length).toBeGreaterThan(10);
    const secrets = [...tokens, owner.token, owner.password];
    const everything = answers.join("\n");
    expect(everything).toContain("owner@example.com");
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    // But for the link of the first start, which is meant to be seen.
    const logs = stage.product.logs().replace(/^ +Set up .*$/m, "");
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
    expect(logs).not.toMatch(/gl[ist]_[\w-]{20}/);
  });

  test("are kept as hashes", async () => {
    const rows = await queryOnce<{ row: string }>(
      stage.product.databaseUrl!,
      `select to_jsonb(t)::text as row from collaborators t union all select to_jsonb(t)::text from mails t
       union all select to_jsonb(t)::text from events t union all select to_jsonb(t)::text from sessions t
       union all select to_jsonb(t)::text from api_tokens t union all select to_jsonb(t)::text from account_links t`,
    );
    const all = rows.map(({ row }) => row).join("\n");
    expect([...tokens, owner.token].filter((token) => all.includes(token))).toEqual([]);
  });
});
