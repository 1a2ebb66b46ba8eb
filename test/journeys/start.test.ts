import type { Collaborator, Problem } from "@guestlist/contract";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api, type Api } from "../support/http.ts";
import { temporaryFolder } from "../support/paths.ts";
import { freePort } from "../support/ports.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { startGuestlist } from "../support/product.ts";
import { eventually } from "../support/signals.ts";
import { isAlive, npmStart, postmasterPid, type Started } from "./npm-start.ts";

let folder: string;
let dataDir: string;
let env: Record<string, string>;
let url: string;
let running: Started;

beforeAll(async () => {
  folder = temporaryFolder("start");
  dataDir = path.join(folder, "data");
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  // Its usual port may be taken by whatever else runs here.
  env = { DATA_DIR: dataDir, PORT: String(port), BUNDLED_POSTGRES_PORT: String(await freePort()) };
});
afterAll(async () => {
  await running?.kill("SIGTERM");
});

async function start(): Promise<void> {
  running = npmStart(folder, env);
  await running.ready();
}

const setUpLink = () => /Set up\s+(http\S+)/.exec(running.stdout())?.[1];
const account = { email: "first@example.com", username: "first", password: "plum-kettle-orbit-94" };

// A start may build the dashboard first.
const patient = { timeout: 120_000 };

describe("The first start, in an empty folder", patient, () => {
  let signedIn: Api;
  let uri: string;

  test("brings its own PostgreSQL, tells what it does, and prints where to go", async () => {
    await start();
    const lines = running.stdout();
    expect(lines).toMatch(/^Starting Guestlist\n/);
    expect(lines).toMatch(/PostgreSQL 18, bundled/);
    expect(lines).toContain(`  Dashboard  ${url}\n`);
    expect(lines).toContain(`  Mail       kept at ${url}/mailbox (no SMTP_URL)\n`);
    expect(running.stderr()).toBe("");
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(url)).headers.get("content-type")).toMatch(/html/);
  });

  test("keeps what is secret to its own user", () => {
    const open = readdirSync(dataDir, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) => (statSync(path.join(dataDir, entry.name)).mode & 0o077) !== 0)
      .map((entry) => entry.name);
    expect(open).toEqual([]);
  });

  test("the set-up link makes the first account, which is verified and signed in", async () => {
    expect((await api(url).get("/v1/installation")).body).toMatchObject({ setup_needed: true, mail: "mailbox" });
    const token = new URL(setUpLink()!).hash.slice(1);
    expect(setUpLink()).toBe(`${url}/setup#${token}`);
    const made = await api(url).post("/v1/account/sign-up", { ...account, setup_token: token });
    expect([made.status, made.body["verification"]]).toEqual([201, "verified"]);
    signedIn = api(url, { cookie: made.headers.getSetCookie()[0]!.split(";", 1)[0]! });
    expect((await signedIn.get("/v1/account")).body).toMatchObject({ account: { email: account.email } });
  });

  test("the link is dead afterwards", async () => {
    const body = { email: "second@example.com", username: "second", password: account.password };
    const setup_token = new URL(setUpLink()!).hash.slice(1);
    const again = await api(url).post<Problem>("/v1/account/sign-up", { ...body, setup_token });
    expect([again.status, again.body.code]).toEqual([410, "link_no_longer_works"]);
    const without = await api(url).post<Problem>("/v1/account/sign-up", body);
    expect([without.status, without.body.code]).toEqual([403, "sign_up_by_invitation_only"]);
    expect((await api(url).get("/v1/installation")).body).toMatchObject({ setup_needed: false });
  });

  test("a database is created on the bundled PostgreSQL, and its application connects", async () => {
    const created = await signedIn.post<{ connection_uri: string }>("/v1/databases", { name: "my-dedicated-db" });
    expect(created.status).toBe(201);
    uri = created.body.connection_uri;
    await eventually(() => queryOnce(uri, "create table kept as select 42 as n").then(() => true));
  });

  test("an invitation waits in the mailbox, at this machine only", async () => {
    const path = "/v1/databases/my-dedicated-db/collaborators";
    await signedIn.post(path, { email: "guest@example.com" });
    const mail = await eventually(async () => {
      const mails = (await (await fetch(`${url}/mailbox.json`)).json()) as { to: string; links: string[] }[];
      return mails.find(({ to }) => to === "guest@example.com") ?? false;
    });
    expect(mail.links[0]).toMatch(new RegExp(`^${url}/invitation#gli_`));
    const page = await fetch(`${url}/mailbox`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("guest@example.com");
    const proxied = await fetch(`${url}/mailbox`, { headers: { "x-forwarded-for": "203.0.113.7" } });
    expect(proxied.status).toBe(403);
  });

  test("a second start on the same folder says so, and ends with 1", async () => {
    const port = String(await freePort());
    const second = npmStart(temporaryFolder("second"), { ...env, PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toBe(
      `Guestlist is already running on this data folder (pid ${running.pid}, ${url}). ` +
        "Stop it first, or set DATA_DIR to another folder.\n",
    );
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test("another program on its port is said, and PostgreSQL is not left behind", async () => {
    const other = temporaryFolder("other");
    const second = npmStart(other, { ...env, DATA_DIR: path.join(other, "data") });
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(`127.0.0.1:${env["PORT"]}`);
    expect(existsSync(path.join(other, "data/postgres/postmaster.pid"))).toBe(false);
  });
});

describe("Stopping and starting again", patient, () => {
  let uri: string;
  const signIn = async (): Promise<Api> => {
    const { email, password } = account;
    const answer = await api(url).post("/v1/account/sign-in", { email, password });
    expect(answer.status).toBe(200);
    return api(url, { cookie: answer.headers.getSetCookie()[0]!.split(";", 1)[0]! });
  };
  const newUri = async (person: Api): Promise<string> =>
    eventually(async () => {
      const path = "/v1/databases/my-dedicated-db/connection/password";
      const { status, body } = await person.post<{ uri: string }>(path);
      return status === 201 && body.uri;
    });

  test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with 0, and PostgreSQL with it", async (signal) => {
    const postmaster = postmasterPid(dataDir);
    expect(isAlive(postmaster)).toBe(true);
    expect(await running.kill(signal)).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
    expect(await fetch(`${url}/healthz`).catch(() => "gone")).toBe("gone");
    await start();
    expect(setUpLink()).toBeUndefined();
  });

  test("everything is there again", async () => {
    const person = await signIn();
    const { body } = await person.get<{ collaborators: Collaborator[] }>("/v1/databases/my-dedicated-db/collaborators");
    expect(body.collaborators.map(({ email, status }) => [email, status])).toEqual([
      ["first@example.com", "owner"],
      ["guest@example.com", "pending"],
    ]);
    uri = await newUri(person);
    expect(await queryOnce(uri, "select n from kept")).toEqual([{ n: 42 }]);
  });

  test("after a SIGKILL PostgreSQL goes on, and the next start takes it over", async () => {
    const postmaster = postmasterPid(dataDir);
    expect(await running.kill("SIGKILL")).toBe("SIGKILL");
    expect(isAlive(postmaster)).toBe(true);
    expect(await refusalOf(uri)).toBeUndefined();
    await start();
    expect(postmasterPid(dataDir)).toBe(postmaster);
    await signIn();
    expect(await running.kill("SIGTERM")).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
  });

  test("after PostgreSQL was killed too, it recovers", async () => {
    await start();
    const postmaster = postmasterPid(dataDir);
    await running.kill("SIGKILL");
    process.kill(postmaster, "SIGKILL");
    await eventually(() => !isAlive(postmaster));
    await start();
    expect(await queryOnce(await newUri(await signIn()), "select n from kept")).toEqual([{ n: 42 }]);
  });
});

describe("Settings", patient, () => {
  test("DATABASE_URL is used instead of a bundled PostgreSQL", async () => {
    const product = await startGuestlist();
    expect(existsSync(path.join(product.dataDir, "postgres"))).toBe(false);
    await product.createAccount({ email: "owner@example.com", username: "owner" });
    const rows = await queryOnce(product.databaseUrl!, "select email from accounts");
    expect(rows).toEqual([{ email: "owner@example.com" }]);
    expect(await product.stop()).toBe(0);
  });

  test("a DATABASE_URL where nothing answers is said, without its password", async () => {
    const port = await freePort();
    const started = npmStart(temporaryFolder("away"), {
      DATA_DIR: path.join(temporaryFolder("away"), "data"),
      PORT: "0",
      DATABASE_URL: `postgres://guestlist:not-to-be-shown@127.0.0.1:${port}/guestlist`,
    });
    expect(await started.ended).toBe(1);
    expect(started.stderr()).toContain(`DATABASE_URL does not lead into a database, at 127.0.0.1:${port}:`);
    expect(started.stderr() + started.stdout()).not.toContain("not-to-be-shown");
  });

  test("every wrong one is listed at once, and nothing is started", async () => {
    const empty = temporaryFolder("wrong");
    const started = npmStart(empty, {
      DATA_DIR: path.join(empty, "data"),
      PORT: "many",
      HOST: "0.0.0.0",
      LOG_LEVEL: "loud",
      SECRET_KEY: "short",
      DATABASE_URL: "mysql://here",
      TRUST_PROXY: "true",
      OIDC_ISSUER: "https://login.example.com",
    });
    expect(await started.ended).toBe(1);
    const [head, ...mistakes] = started.stderr().trimEnd().split("\n");
    expect(head).toBe(`${mistakes.length} settings are wrong:`);
    for (const setting of ["PORT", "LOG_LEVEL", "SECRET_KEY", "DATABASE_URL", "TRUST_PROXY", "SMTP_URL", "OIDC_ISSUER"])
      expect(mistakes.join("\n")).toContain(setting);
    expect(mistakes.join("\n")).not.toContain("short");
    expect(existsSync(path.join(empty, "data"))).toBe(false);
  });
});
