import type { Closure, Collaborator, Database, Problem } from "@guestlist/contract";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { openSession } from "../support/session.ts";
import {
  addPerson,
  databaseReady,
  invite,
  join,
  listed,
  mailedToken,
  newUri,
  openStage,
  type Member,
  type Person,
  type Stage,
} from "./stage.ts";

const name = "my-dedicated-db";
const path = `/v1/databases/${name}/collaborators`;
const waiting = `${name} does not answer: access is still open, and will be closed as soon as it does.`;

/** Programs are started again and again here. */
const patient = { timeout: 120_000 };

let stage: Stage;
/** The server that holds the shared database; the stage's own holds the control database. */
let shared: TestPostgres;
let owner: Person;

beforeAll(async () => {
  [stage, shared] = await Promise.all([openStage(), startPostgres()]);
  owner = await addPerson(stage, "owner@example.com");
  await shared.query("create role shop_owner");
  await shared.query("create database shop owner shop_owner");
  const { status } = await owner.api.post("/v1/databases", { name, url: shared.urlFor("shop") });
  expect(status).toBe(201);
  await databaseReady(owner, name);
});
afterAll(async () => {
  await stage.close();
  await shared.discard();
});

interface Inside extends Member {
  uri: string;
}
async function joinInside(email: string): Promise<Inside> {
  const member = await join(stage, owner, name, email);
  return { ...member, uri: await newUri(member, name) };
}

const expectRefused = async (uri: string) => expect(["28000", "28P01"]).toContain(await refusalOf(uri));
const show = async (id: string) =>
  (await owner.api.get<{ collaborator: Collaborator }>(`${path}/${id}`)).body.collaborator;
const ended = (id: string, within: number) =>
  eventually(async () => (await show(id)).status === "ended", { within, every: 50 });

/** Milliseconds from the moment the shared server lets somebody in until PostgreSQL refuses the revoked login. */
async function startSharedAndTimeRefusal(uri: string): Promise<number> {
  await shared.start();
  await eventually(() => shared.query("select 1"));
  const answers = performance.now();
  await eventually(async () => (await refusalOf(uri)) !== undefined, { within: 10_000, every: 50 });
  return performance.now() - answers;
}

describe("The shared server is down", patient, () => {
  let viaApi: Inside;
  let viaCli: Inside;
  let viaDashboard: Inside;

  beforeAll(async () => {
    viaApi = await joinInside("by-api@example.com");
    viaCli = await joinInside("by-cli@example.com");
    viaDashboard = await joinInside("by-dashboard@example.com");
    await shared.stop();
  });

  // First, while nothing else is in motion: a list at rest is looked at every 5 s only.
  test("the dashboard's pop-up says so, and so does the row when it is closed", async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ baseURL: stage.product.url });
      page.setDefaultTimeout(10_000);
      await page.goto(`/databases/${name}/settings/collaborators`);
      await page.getByLabel("E-mail address").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: `Actions for ${viaDashboard.email}` }).click();
      await page.getByRole("menuitem", { name: "Revoke access" }).click();
      const named = page.getByRole("button", { name: `Revoke access to ${viaDashboard.email}`, exact: true });
      await named.waitFor();
      // The answer may take 5 s, where a server is slow to fail. The pop-up does not wait for it, nor may the row.
      let answered = false;
      const release = Promise.withResolvers<void>();
      await page.route(`**${path}/${viaDashboard.collaboratorId}`, async (route) => {
        if (route.request().method() !== "DELETE") return route.continue();
        const response = await route.fetch();
        await release.promise;
        answered = true;
        return route.fulfill({ response });
      });
      await page.waitForResponse((response) => new URL(response.url()).pathname === path);
      await named.click();
      const popup = page.getByRole("dialog", { name: "Access is still open" });
      await popup.getByText(waiting).waitFor();
      await popup.getByRole("button", { name: "Close" }).last().click();
      await popup.waitFor({ state: "detached" });
      const row = page.getByRole("row").filter({ hasText: viaDashboard.email });
      const words = /revoking[^]*Still open[^]*closes when the server answers/;
      await eventually(async () => words.test(await row.innerText()), { within: 1_000, every: 20 });
      expect(answered).toBe(false);
      release.resolve();
      await page.unrouteAll({ behavior: "wait" });
    } finally {
      await browser.close();
    }
  });

  test("a revoke by the API is answered 202: access is still open, and why", async () => {
    const { status, body } = await owner.api.delete<{ collaborator: Collaborator; waiting: string }>(
      `${path}/${viaApi.collaboratorId}`,
    );
    expect(status).toBe(202);
    expect(body.waiting).toBe(waiting);
    expect(body.collaborator).toMatchObject({ status: "revoking", closing: { waiting, new_logins_refused_at: null } });
  });

  test("the list says revoking, never ended, and that the server does not answer", async () => {
    const row = (await listed(owner, name)).find(({ email }) => email === viaApi.email);
    expect(row).toMatchObject({ status: "revoking", closing: { waiting }, closure_number: null });
    const { body } = await owner.api.get<{ database: Database }>(`/v1/databases/${name}`);
    expect(body.database.server).toMatchObject({ state: "silent" });
    expect(body.database.server.reason).toBeTruthy();
    expect(body.database.people.revoking).toBe(2);
  });

  test("the person's use of the product on it has ended at once", async () => {
    expect((await viaApi.api.get(`/v1/databases/${name}/connection`)).status).toBe(404);
    expect((await viaApi.api.post(`/v1/databases/${name}/connection/password`)).status).toBe(404);
  });

  test("the command line says so, and exits with 1", async () => {
    const answer = await guestlist(["--database", name, "collaborators-remove", viaCli.email], {
      url: stage.product.url,
      token: owner.token,
    });
    expect(answer).toEqual({ stdout: "", stderr: ` !     ${waiting}\n`, code: 1 });
    const { stdout } = await guestlist(["-d", name, "collaborators"], { url: stage.product.url, token: owner.token });
    expect(stdout).toMatch(/│ by-cli@example\.com\s+│ by-cli\s+│ revoking │ collaborator │/);
  });

  test("a new password cannot be had meanwhile, and that is said", async () => {
    const { status, body } = await owner.api.post<Problem>(`/v1/databases/${name}/connection/password`);
    expect([status, body.code]).toEqual([503, "server_does_not_answer"]);
  });

  test("once the server answers, access is closed within 5 s", async () => {
    const took = await startSharedAndTimeRefusal(viaApi.uri);
    expect(took).toBeLessThan(5_000);
    const rest = Math.max(5_000 - took, 0);
    await Promise.all([viaApi, viaCli, viaDashboard].map(({ collaboratorId }) => ended(collaboratorId, rest)));
    for (const { uri } of [viaApi, viaCli, viaDashboard]) await expectRefused(uri);
    const { body } = await owner.api.get<{ closures: Closure[] }>(`/v1/databases/${name}/closures`);
    expect(body.closures.map(({ email }) => email).sort()).toEqual(
      [viaApi, viaCli, viaDashboard].map(({ email }) => email).sort(),
    );
  });
});

describe("The Guestlist process is killed in the middle of a revoke", patient, () => {
  /** After a restart the revoke holds if it was taken; if its request never came through, it is sent again. */
  async function expectClosed(person: Inside, wasAnswered: boolean): Promise<void> {
    const { status } = await show(person.collaboratorId);
    if (wasAnswered) expect(["revoking", "ended"]).toContain(status);
    if (status === "accepted") await owner.api.delete(`${path}/${person.collaboratorId}`);
    await ended(person.collaboratorId, 10_000);
    await expectRefused(person.uri);
  }

  test("right after it was told that access is still open", async () => {
    const person = await joinInside("told@example.com");
    await shared.stop();
    const { status } = await owner.api.delete(`${path}/${person.collaboratorId}`);
    expect(status).toBe(202);
    await stage.product.kill();
    await shared.start();
    expect(await refusalOf(person.uri)).toBeUndefined();
    await stage.product.restart();
    await ended(person.collaboratorId, 10_000);
    await expectRefused(person.uri);
  });

  test("at any moment of it: the session dies, and a new login is refused", async () => {
    const moments = [5, 20, 45, 80, randomInt(200), randomInt(200)];
    const people: Inside[] = [];
    for (const [round] of moments.entries()) people.push(await joinInside(`killed-${round}@example.com`));
    for (const [round, moment] of moments.entries()) {
      const person = people[round]!;
      const session = await openSession(person.uri);
      const answer = owner.api.delete(`${path}/${person.collaboratorId}`).then(
        () => true,
        () => false,
      );
      await sleep(moment);
      await stage.product.kill();
      const wasAnswered = await answer;
      await stage.product.restart();
      await expectClosed(person, wasAnswered);
      await session.ended;
      expect(await session.isOpen()).toBe(false);
    }
    const closures = await owner.api.get<{ closures: Closure[] }>(`/v1/databases/${name}/closures`);
    const killed = closures.body.closures.filter(({ email }) => email.startsWith("killed-"));
    expect(killed).toHaveLength(moments.length);
    for (const { email } of people) {
      await stage.smtp.nextMessage({ to: email, subject: "has ended" });
      expect(mailsTo(email, "has ended")).toHaveLength(1);
    }
  });
});

/**
 * Those of that subject, by their Message-ID: a mail whose outcome a crash has hidden is sent again under the same one,
 * and mail programs show it once.
 */
function mailsTo(email: string, subject: string): string[] {
  const found = stage.smtp.messages.filter((each) => each.to.includes(email) && each.subject.includes(subject));
  return [...new Set(found.map(({ headers }) => headers.get("message-id") as string))];
}

describe("The mail server is down", patient, () => {
  test("an invitation stands, and its mail arrives once, as soon as the mail server is back", async () => {
    const email = "patient@example.com";
    await stage.smtp.stop();
    const collaborator = await invite(owner, name, email);
    expect(collaborator.mail_failed).toBeNull();
    const query = "select last_error from mails where recipient = $1";
    await eventually(async () => {
      const [mail] = await stage.postgres.query(query, [email], controlName());
      return mail?.["last_error"] !== null;
    });
    expect((await show(collaborator.id)).status).toBe("pending");
    await stage.smtp.start();
    await mailedToken(stage, email);
    await eventually(async () => {
      const sql = "select state from mails where recipient = $1";
      const [mail] = await stage.postgres.query(sql, [email], controlName());
      return mail?.["state"] === "sent";
    });
    expect(mailsTo(email, "invites you")).toHaveLength(1);
  });

  test("a mail server that is busy is asked again, and one that refuses the address is told to the inviter", async () => {
    stage.smtp.failNext(451);
    await invite(owner, name, "busy@example.com");
    await mailedToken(stage, "busy@example.com");
    stage.smtp.failNext(550);
    const { id } = await invite(owner, name, "no-such-person@example.com");
    await eventually(async () => (await show(id)).mail_failed !== null);
    expect((await show(id)).mail_failed).toContain("did not take the mail");
    expect((await show(id)).status).toBe("pending");
  });
});

const controlName = () => new URL(stage.product.databaseUrl!).pathname.slice(1);

describe("The control database is restarted under load", patient, () => {
  test("requests are answered 503 meanwhile, and nothing that was answered 201 is lost", async () => {
    let running = true;
    const invited: string[] = [];
    const refusals: Problem[] = [];
    const odd: unknown[] = [];
    const load = async (worker: number) => {
      for (let round = 0; running; round += 1) {
        const email = `load-${worker}-${round}@example.com`;
        const { status, body, headers } = await owner.api
          .post(path, { email, access: "read-only" })
          .catch((error: unknown) => ({ status: 0, body: String(error), headers: new Headers() }));
        if (status === 201) invited.push(email);
        else if (status === 503 && headers.get("content-type")?.startsWith("application/problem+json"))
          refusals.push(body as unknown as Problem);
        else odd.push([status, body]);
        await sleep(20);
      }
    };
    const workers = [1, 2, 3].map(load);
    await eventually(() => invited.length > 5, { within: 15_000 });
    await stage.postgres.stop();
    await eventually(() => refusals.length > 5, { within: 15_000 });
    expect((await owner.api.get("/healthz")).status).toBe(200);
    expect((await owner.api.get("/readyz")).status).toBe(503);
    const before = invited.length;
    await stage.postgres.start();
    await eventually(() => invited.length > before + 5, { within: 20_000 });
    running = false;
    await Promise.all(workers);

    expect(odd).toEqual([]);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["unavailable"]));
    const onList = new Set((await pages()).map(({ email }) => email));
    expect(invited.filter((email) => !onList.has(email))).toEqual([]);
    for (const email of invited) await stage.smtp.nextMessage({ to: email }, 20_000);
    expect(invited.filter((email) => mailsTo(email, "invites you").length !== 1)).toEqual([]);
  });

  test("and the work goes on: somebody joins, and is revoked", async () => {
    const person = await joinInside("afterwards@example.com");
    expect(await refusalOf(person.uri)).toBeUndefined();
    const { status } = await owner.api.delete(`${path}/${person.collaboratorId}`);
    expect(status).toBe(200);
    await expectRefused(person.uri);
  });

  async function pages(): Promise<Collaborator[]> {
    const found: Collaborator[] = [];
    for (let cursor = ""; ;) {
      const { body } = await owner.api.get<{ collaborators: Collaborator[]; next_cursor: string | null }>(
        `${path}?limit=500${cursor}`,
      );
      found.push(...body.collaborators);
      if (body.next_cursor === null) return found;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
  }
});
