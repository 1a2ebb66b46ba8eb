import type { Collaborator, Database } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { guestlist } from "../support/cli.ts";
import { refusalOf, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { addPerson, databaseReady, join, newUri, openStage, type Member, type Person, type Stage } from "./stage.ts";

const name = "legacy-db";
const path = `/v1/databases/${name}/collaborators`;
const reason = "it refuses the admin connection's password";
const mend = "Whoever runs Guestlist has to give it the server's admin URL of today: npm run admin -- set-admin-url.";
const waiting = `Guestlist cannot work on ${name} (${reason}): access is still open, and will be closed once that is mended. ${mend}`;

let stage: Stage;
/** Holds the attached database; its admin is `warden`. */
let shared: TestPostgres;
let owner: Person;
let dave: Member;
let uri: string;

beforeAll(async () => {
  [stage, shared] = await Promise.all([openStage(), startPostgres()]);
  owner = await addPerson(stage, "owner@example.com");
  await shared.query("create role warden superuser login password 'first'");
  await shared.query("create role shop_owner");
  await shared.query("create database shop owner shop_owner");
  const url = shared.urlFor("shop", "warden", "first");
  expect((await owner.api.post("/v1/databases", { name, url })).status).toBe(201);
  await databaseReady(owner, name);
  dave = await join(stage, owner, name, "dave@example.com", "read-write");
  uri = await newUri(dave, name);
});
afterAll(async () => {
  await stage.close();
  await shared.discard();
});

async function setPassword(password: string): Promise<void> {
  await shared.query(`alter role warden password '${password}'`);
  await shared.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'warden'");
}
const cli = (...args: string[]) => guestlist(args, { url: stage.product.url, token: owner.token });

describe("A server that refuses the admin connection is said to do that, and what to do about it,", () => {
  beforeAll(() => setPassword("second"));

  test("by the command line when it cannot revoke", async () => {
    expect(await cli("-d", name, "collaborators-remove", dave.email)).toEqual({
      stdout: "",
      stderr: ` !     ${waiting}\n`,
      code: 1,
    });
    expect(await refusalOf(uri)).toBeUndefined();
  });

  test("by the API, of the access and of the server", async () => {
    const { body } = await owner.api.get<{ collaborator: Collaborator }>(`${path}/${dave.collaboratorId}`);
    expect(body.collaborator).toMatchObject({ status: "revoking", closing: { waiting } });
    const shown = await owner.api.get<{ database: Database }>(`/v1/databases/${name}`);
    expect(shown.body.database.server).toMatchObject({ state: "silent", reason, to_mend: mend });
  });

  test("by the list of databases, and by the timeline", async () => {
    expect((await cli("databases")).stdout).toContain(`ready, but Guestlist cannot work on its server: ${reason}`);
    const { stdout } = await cli("-d", name, "timeline");
    expect(stdout).toMatch(
      /Guestlist can no longer work on the server \S+: it refuses the admin connection's password/,
    );
    expect(stdout).not.toContain("stopped answering");
  });

  test("by the dashboard", async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ baseURL: stage.product.url });
      page.setDefaultTimeout(10_000);
      await page.goto(`/databases/${name}/settings/collaborators`);
      await page.getByLabel("E-mail address").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText(`We cannot work on ${name} (${reason}): access is still open`).waitFor();
      await page.getByText(mend).waitFor();
      await page.getByText(/^Does not let us in since /).waitFor();
      const row = page.getByRole("row").filter({ hasText: dave.email });
      expect(await row.innerText()).toMatch(/revoking[^]*Still open[^]*closes when the server lets us in/);
    } finally {
      await browser.close();
    }
  });

  test("and once that is mended, access ends, and the timeline says that it goes on", async () => {
    await setPassword("first");
    await eventually(
      async () =>
        (await owner.api.get<{ collaborator: Collaborator }>(`${path}/${dave.collaboratorId}`)).body.collaborator
          .status === "ended",
      { within: 10_000 },
    );
    expect(await refusalOf(uri)).toBe("28P01");
    expect((await cli("-d", name, "timeline")).stdout).toMatch(/Guestlist can work on the server \S+ again/);
  });

  test("of a server that comes back with another password, after it did not answer", async () => {
    const timeline = async () => (await cli("-d", name, "timeline")).stdout;
    await shared.stop();
    await eventually(async () => (await timeline()).includes("stopped answering"), { within: 90_000 });
    await shared.start();
    await eventually(() => setPassword("third"));
    const told = await eventually(
      async () => {
        const words = (await timeline()).match(/can no longer work on/g) ?? [];
        return words.length === 2 && words;
      },
      { within: 60_000 },
    );
    expect(told).toHaveLength(2);
  }, 180_000);
});
