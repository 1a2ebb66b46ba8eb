import type { Collaborator, Problem } from "@guestlist/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { api, type Answer } from "../support/http.ts";
import { eventually } from "../support/signals.ts";
import { everythingKept } from "./everything-kept.ts";
import {
  addPerson,
  createDatabase,
  invite,
  join,
  mailedToken,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const path = `/v1/databases/${name}/collaborators`;

let stage: Stage;
let owner: Person;
let full: Member;
let reader: Member;
let stranger: Person;

beforeAll(async () => {
  stage = await openStage();
  owner = await addPerson(stage, "owner@example.com");
  stranger = await addPerson(stage, "stranger@example.com");
  await createDatabase(owner, name);
  full = await join(stage, owner, name, "full@example.com");
  reader = await join(stage, owner, name, "reader@example.com", "read-only");
  await invite(owner, name, "Pending@Example.com");
});
afterAll(() => stage.close());

const kept = () => everythingKept(stage.product.databaseUrl!);

/** Asks, expects a refusal in the form of RFC 9457, and that nothing has changed by it. */
async function expectRefused(ask: () => Promise<Answer<Problem>>): Promise<Problem> {
  const before = await kept();
  const { status, headers, body } = await ask();
  expect(body).toMatchObject({ status, title: expect.any(String) as string, request_id: expect.any(String) as string });
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body.detail).toMatch(/^\S.*[.?]$/s);
  expect(body.detail.length).toBeLessThan(500);
  expect(await kept()).toEqual(before);
  return body;
}

const expectNotInvited = (body: unknown, by: Person = owner) => expectRefused(() => by.api.post<Problem>(path, body));

/** The same by the command line: exit 1, nothing changed, and the sentence on stderr, of each of them. */
async function refusalsByCli(commands: string[][], by: Person = owner): Promise<string[]> {
  const before = await kept();
  const said: string[] = [];
  for (const args of commands) {
    const answer = await guestlist(args, { url: stage.product.url, token: by.token });
    expect(answer).toMatchObject({ stdout: "", code: 1, stderr: expect.stringMatching(/^ ! {5}\S/) as string });
    said.push(answer.stderr.split("\n", 1)[0]!.slice(" !     ".length));
  }
  expect(await kept()).toEqual(before);
  return said;
}

describe("An address that is none", () => {
  const odd: [string, string, RegExp][] = [
    ["has no @", "user.example.com", /has an @ in it/],
    ["is empty", "   ", /^Type an e-mail address\.$/],
    ["has two", "a@b@example.com", /only one @/],
    ["has 300 characters", `${"a".repeat(288)}@example.com`, /at most (254|64) characters/],
    ["has a quoted name", '"John"@example.com', /has no " in it/],
    ["has a display name", "John <john@example.com>", /no spaces/],
    ["has a comma", "a@example.com,b@example.com", /only one @/],
    ["has a header in it", "a@example.com\r\nBcc: eve@example.com", /no spaces and no invisible/],
    ["has an invisible character", "us\u200ber@example.com", /invisible/],
    ["turns around what follows", "user\u202e@example.com", /invisible/],
    ["has no host", "user@", /after the @ is missing/],
    ["has nothing before the @", "@example.com", /before the @ is missing/],
    ["has a bare host", "user@localhost", /whole domain/],
    ["has an IP address", "user@127.0.0.1", /not an IP address/],
    ["has a domain that is none", "user@-example-.com", /not a domain/],
  ];

  test.each(odd)("%s: refused by the API", async (_, email, words) => {
    const problem = await expectNotInvited({ email });
    expect(problem.code).toMatch(/^invalid_(email|request)$/);
    expect(problem.detail).toMatch(words);
    expect(problem.errors[0]?.field).toBe("email");
  });

  test("the command line says the same of each", async () => {
    const typed = odd.filter(([, email]) => email.trim() !== "");
    const said = await refusalsByCli(typed.map(([, email]) => ["--database", name, "collaborators-add", email]));
    expect(said).toEqual(typed.map(([, , words]) => expect.stringMatching(words) as string));
  });

  test("no mail was sent for any of them", () => {
    const invited = stage.smtp.messages
      .filter(({ subject }) => subject.includes("invites you"))
      .flatMap(({ to }) => to);
    expect(invited.every((address) => /^(full|reader|pending)@example\.com$/i.test(address))).toBe(true);
  });
});

describe("An address that is unusual, and good", () => {
  const good = ["user+tag@example.com", "O'Brien@Example.COM", "ünïcode@example.com", "user@bücher.example"];

  test.each(good)("%s is invited, listed as it was typed, and its mail arrives", async (email) => {
    const { status, body } = await owner.api.post<{ collaborator: Collaborator }>(path, { email });
    expect([status, body.collaborator?.email]).toEqual([201, email]);
    const local = email.split("@", 1)[0]!.toLowerCase();
    const isFor = (address: string) => address.toLowerCase().startsWith(`${local}@`);
    await eventually(() => stage.smtp.messages.some(({ to }) => to.some(isFor)));
  });

  test.each([
    ["another case", "USER+TAG@EXAMPLE.COM"],
    ["spaces around it", "  user+tag@example.com "],
    ["its name in ASCII", "user@xn--bcher-kva.example"],
  ])("the same address in %s is the same person", async (_, email) => {
    expect(await expectNotInvited({ email })).toMatchObject({ code: "already_invited" });
  });

  test("another tag is another person", async () => {
    expect((await owner.api.post(path, { email: "user+other@example.com" })).status).toBe(201);
  });
});

describe("Somebody who cannot be invited", () => {
  const people: [string, string, () => Person, string, string][] = [
    [
      "oneself, as the owner",
      "Owner@example.com",
      () => owner,
      "inviting_yourself",
      "You own my-dedicated-db: you have access already.",
    ],
    [
      "oneself, as a collaborator",
      "full@example.com",
      () => full,
      "inviting_yourself",
      "You are a collaborator of my-dedicated-db already.",
    ],
    ["the owner", "owner@Example.com", () => full, "inviting_the_owner", "owner@Example.com owns my-dedicated-db."],
    [
      "somebody invited already",
      "pending@example.com",
      () => owner,
      "already_invited",
      "Pending@Example.com is already on the list. Resend the invitation instead?",
    ],
    [
      "a collaborator",
      "READER@example.com",
      () => owner,
      "already_collaborator",
      "reader@example.com is a collaborator of my-dedicated-db already.",
    ],
  ];

  test.each(people)("%s: %s", async (_, email, by, code, detail) => {
    const problem = await expectNotInvited({ email }, by());
    expect(problem).toMatchObject({ status: 409, code, detail });
    expect(await refusalsByCli([["--database", name, "collaborators-add", email]], by())).toEqual([detail]);
  });

  test("nobody is invited by a collaborator who may not, by a stranger, or by nobody", async () => {
    const body = { email: "guest@example.com" };
    expect(await expectNotInvited(body, reader)).toMatchObject({ status: 403, code: "not_permitted" });
    expect(await expectNotInvited(body, stranger)).toMatchObject({ status: 404, code: "not_found" });
    const nobody = await expectRefused(() => api(stage.product.url).post<Problem>(path, body));
    expect(nobody).toMatchObject({ status: 401, code: "not_signed_in" });
    const forged = await expectRefused(() => api(stage.product.url, "glt_forged").post<Problem>(path, body));
    expect(forged).toMatchObject({ status: 401 });
  });
});

describe("An access that is not given", () => {
  test.each([
    ["an unknown level", { access: "admin" }, 422, "unknown_access_level", "access"],
    ["an empty level", { access: "" }, 422, "unknown_access_level", "access"],
    ["the owner's", { access: "owner" }, 422, "unknown_access_level", "access"],
    ["a limited collaborator", { access: "limited" }, 422, "limited_collaborator", "access"],
    ["an end in the past", { until: "2020-01-31" }, 422, "invalid_until", "until"],
    ["an end on a day that is none", { until: "2027-02-30" }, 422, "invalid_until", "until"],
    ["an end in no words", { until: "soon" }, 422, "invalid_until", "until"],
  ])("%s", async (_, more, status, code, field) => {
    const problem = await expectNotInvited({ email: "guest@example.com", ...more });
    expect(problem).toMatchObject({ status, code, errors: [{ field }] });
    const [option = "", value = ""] = Object.entries(more)[0] ?? [];
    const args = ["--database", name, "collaborators-add", "guest@example.com", `--${option}`, value];
    if (value !== "") expect(await refusalsByCli([args])).toEqual([problem.detail]);
  });

  test("nobody changes their own access, or the owner's", async () => {
    for (const id of ["me", full.collaboratorId]) {
      const own = await expectRefused(() => full.api.patch<Problem>(`${path}/${id}`, { access: "read-only" }));
      expect(own).toMatchObject({ status: 403, detail: "You cannot change your own access." });
    }
    const { body } = await full.api.get<{ collaborators: Collaborator[] }>(path);
    const owners = body.collaborators.find(({ status }) => status === "owner")!;
    await expectRefused(() => full.api.patch<Problem>(`${path}/${owners.id}`, { access: "read-only" }));
    await expectRefused(() => full.api.delete<Problem>(`${path}/${owners.id}`));
    await expectRefused(() => reader.api.delete<Problem>(`${path}/${full.collaboratorId}`));
    await expectRefused(() => reader.api.patch<Problem>(`${path}/${reader.collaboratorId}`, { access: "full" }));
  });
});

describe("A database", () => {
  test.each(["no-such-db", "0b7c7e1e-57b7-4b0e-9f0e-3a44f6a41d11", "../my-dedicated-db", "%00", "a".repeat(150)])(
    "%s is not there",
    async (database) => {
      const { status } = await expectRefused(() =>
        owner.api.get<Problem>(`/v1/databases/${encodeURIComponent(database)}/collaborators`),
      );
      expect([400, 404, 422]).toContain(status);
    },
  );

  test("a name that is taken, also by somebody else, is said in the same words", async () => {
    const mine = await expectRefused(() => owner.api.post<Problem>("/v1/databases", { name }));
    expect(mine).toMatchObject({ status: 409, code: "name_taken", errors: [{ field: "name" }] });
    const theirs = await expectRefused(() => stranger.api.post<Problem>("/v1/databases", { name }));
    expect(theirs.detail).toBe(mine.detail);
  });

  const badNames = ["Short", "ab", "1st-database", "ends-with-", "with space", "ünïcode", "a".repeat(49), "a'; drop--"];
  const refusedNames: string[] = [];

  test.each(badNames)("%s is no name for one", async (bad) => {
    const problem = await expectRefused(() => owner.api.post<Problem>("/v1/databases", { name: bad }));
    expect(problem).toMatchObject({ status: 422, code: "invalid_name", errors: [{ field: "name" }] });
    refusedNames.push(problem.detail);
  });

  test("the command line says the same of each", async () => {
    expect(await refusalsByCli(badNames.map((bad) => ["database-create", bad]))).toEqual(refusedNames);
  });
});

describe("A request that is none", () => {
  const raw = (text: string, headers: Record<string, string> = {}) =>
    expectRefused(() => owner.api.raw<Problem>("POST", path, text, headers));

  test("malformed JSON", async () => {
    expect(await raw('{"email": "guest@example.com"')).toMatchObject({ status: 400, code: "malformed_json" });
  });

  test("a body of 10 MB", async () => {
    const text = JSON.stringify({ email: "a".repeat(10_000_000) });
    expect(await raw(text)).toMatchObject({ status: 413, code: "body_too_large" });
  });

  test("a body that is no JSON", async () => {
    const asked = await raw("email=guest@example.com", { "content-type": "application/x-www-form-urlencoded" });
    expect(asked).toMatchObject({ status: 415, code: "unsupported_media_type" });
  });

  test.each([
    ["an unknown field", { email: "guest@example.com", role: "owner" }, "role"],
    ["several", { email: "guest@example.com", status: "accepted" }, "status"],
    ["a prototype", JSON.parse('{"email": "guest@example.com", "__proto__x": {"a": 1}}') as object, "__proto__x"],
    ["a field that is missing", {}, "email"],
    ["a number for an address", { email: 7 }, "email"],
    ["a list", { email: ["guest@example.com"] }, "email"],
    ["nothing", { email: null }, "email"],
  ])("%s is named", async (_, body, field) => {
    const problem = await expectNotInvited(body);
    expect(problem).toMatchObject({ status: 422, code: "invalid_request" });
    expect(problem.errors.map((each) => each.field)).toContain(field);
  });

  test.each(["null", "[]", '"text"', "7", '{"__proto__": {"email": "guest@example.com"}}'])(
    "%s as a body",
    async (text) => {
      const { status } = await raw(text);
      expect([400, 422]).toContain(status);
    },
  );

  test.each(["?limit=0", "?limit=501", "?limit=many", "?unknown=1"])("%s in a query", async (query) => {
    await expectRefused(() => owner.api.get<Problem>(path + query));
  });

  test.each(["1.5", "0x10", "%205", "1e1"])("a limit of %s is not taken for another one", async (limit) => {
    const problem = await expectRefused(() => owner.api.get<Problem>(`${path}?limit=${limit}`));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request" });
    expect(problem.detail).toContain("limit: must be a whole number, in digits.");
  });

  test("what is not there, and a method that nothing takes", async () => {
    await expectRefused(() => owner.api.get<Problem>("/v1/nothing"));
    await expectRefused(() => owner.api.put<Problem>(path, {}));
    await expectRefused(() => owner.api.delete<Problem>(`${path}/not-an-id`));
    await expectRefused(() => owner.api.delete<Problem>(`${path}/0b7c7e1e-57b7-4b0e-9f0e-3a44f6a41d11`));
  });

  test("a NUL, where PostgreSQL has none", async () => {
    await expectNotInvited({ email: "a\u0000@example.com" });
    await expectRefused(() => owner.api.post<Problem>("/v1/invitations/accept", { token: "a\u0000b" }));
    await expectRefused(() => owner.api.get<Problem>(`/v1/databases/${name}/collaborators/%00`));
  });
});

describe("The dashboard", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ baseURL: stage.product.url });
    page.setDefaultTimeout(8_000);
    await page.goto(`/databases/${name}/settings/collaborators`);
    await page.getByLabel("E-mail address").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
  });
  afterAll(() => browser.close());

  test.each([
    ["user.example.com", "An e-mail address has an @ in it, as in name@example.com."],
    ["OWNER@example.com", "You own my-dedicated-db: you have access already."],
    ["reader@example.com", "reader@example.com is a collaborator of my-dedicated-db already."],
  ])("says what is wrong with %s, at its field, and keeps what was typed", async (email, words) => {
    const before = await kept();
    const field = page.getByLabel("E-mail address");
    await field.fill(email);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText(words, { exact: true }).waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.inputValue()).toBe(email);
    expect(await kept()).toEqual(before);
  });

  test("offers to resend to somebody who is invited already", async () => {
    await page.getByLabel("E-mail address").fill("pending@example.com");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("Pending@Example.com is already on the list. Resend the invitation instead?").waitFor();
    const older = await mailedToken(stage, "pending@example.com");
    await page.getByRole("dialog").getByRole("button", { name: "Resend invitation" }).click();
    const newer = await mailedToken(stage, "pending@example.com");
    expect(newer).not.toBe(older);
  });
});
