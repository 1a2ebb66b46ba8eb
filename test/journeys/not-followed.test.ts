import type { Collaborator, Connection, Problem } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { queryOnce } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { openAttachedStage, type AttachedStage } from "./attached-stage.ts";
import { addPerson, invite } from "./stage.ts";

const name = "legacy-db";
const path = `/v1/databases/${name}/collaborators`;
const reason = "it refuses the admin connection's password";
const mend = "Whoever runs Guestlist has to give it the server's admin URL of today: npm run admin -- set-admin-url.";

let at: AttachedStage;
beforeAll(async () => {
  at = await openAttachedStage(name);
});
afterAll(() => at.close());

interface Changed {
  collaborator: Collaborator;
  waiting?: string;
}
const change = (body: object) => at.owner.api.patch<Changed>(`${path}/${at.dave.collaboratorId}`, body);
const show = async () => (await at.owner.api.get<Changed>(`${path}/${at.dave.collaboratorId}`)).body.collaborator;
const write = "insert into t values (1)";

describe("A change that PostgreSQL does not follow yet is not told as done,", () => {
  beforeAll(async () => {
    await at.shared.query("set role shop_owner; create table t (n int); reset role", [], "shop");
    await change({ access: "read-write" });
    await queryOnce(at.uri, write);
  });

  describe.each([
    [
      "while the server refuses the admin connection",
      () => at.setPassword("second"),
      () => at.setPassword("first"),
      `Guestlist cannot work on ${name} (${reason}): dave@example.com still has read-write access until that is mended. ${mend}`,
      `Guestlist cannot work on ${name} (${reason}): the login of dave@example.com keeps the end it had in PostgreSQL, and gets the new one once that is mended. ${mend}`,
      "refuses",
    ],
    [
      "while the server does not answer",
      () => at.shared.stop(),
      () => at.shared.start(),
      `${name} does not answer: dave@example.com still has read-write access until it does.`,
      `${name} does not answer: the login of dave@example.com keeps the end it had in PostgreSQL, and gets the new one as soon as it does.`,
      "silent",
    ],
  ])("%s:", (_, cutOff, restore, ofLevel, ofEnd, kind) => {
    beforeAll(cutOff);

    test("by the command line, of a level that was lowered", async () => {
      const lower = ["-d", name, "collaborators-update", at.dave.email, "--access", "read-only"];
      expect(await at.cli(...lower)).toEqual({ stdout: "", stderr: ` !     ${ofLevel}\n`, code: 1 });
      if (kind === "refuses") await queryOnce(at.uri, write);
      const { stdout } = await at.cli("-d", name, "collaborators");
      expect(stdout).toMatch(/ dave@example\.com .* read-only collaborator, still read-write /);
    });

    test("by the API, of the level and of the end", async () => {
      expect(await change({ access: "read-only" })).toMatchObject({ status: 202, body: { waiting: ofLevel } });
      expect(await show()).toMatchObject({
        access: "read-only",
        login: { access: "read-write", until: null },
        changing: { level: true, end: false, waiting: ofLevel },
      });
      await change({ access: "read-write" });
      expect((await show()).changing).toBeNull();
      expect(await change({ until: "5d" })).toMatchObject({ status: 202, body: { waiting: ofEnd } });
      expect((await show()).changing).toEqual({ level: false, end: true, waiting: ofEnd });
      const back = await change({ until: null });
      expect([back.status, back.body.collaborator.changing]).toEqual([200, null]);
    });

    test("by the API, of a new password and of a login that is to be made", async () => {
      const cannot = kind === "silent" ? "does not answer" : "Guestlist cannot work on";
      const { status, body } = await at.dave.api.post<Problem>(`/v1/databases/${name}/connection/password`);
      expect([status, body.code]).toEqual([503, "server_does_not_answer"]);
      expect(body.detail).toContain(cannot);
      expect(body.detail).toContain(kind === "silent" ? "Try again when it does." : mend);
      const newcomer = await addPerson(at.stage, `${kind}@example.com`);
      const { id } = await invite(at.owner, name, newcomer.email);
      await newcomer.api.post("/v1/invitations/accept", { id });
      const shown = await newcomer.api.get<{ connection: Connection }>(`/v1/databases/${name}/connection`);
      expect(shown.body.connection.state).toBe("making");
      expect(shown.body.connection.reason).toContain(cannot);
      expect(shown.body.connection.reason).toContain(kind === "silent" ? "as soon as it does." : mend);
    });

    test("by the dashboard, in the pop-up and in the row", async () => {
      const browser = await openBrowser();
      try {
        const page = await at.signIn(browser);
        await page.getByRole("button", { name: `Actions for ${at.dave.email}` }).click();
        await page.getByRole("menuitem", { name: "Change access level" }).click();
        await page.getByRole("radio", { name: /Read-only/ }).click();
        await page.getByRole("button", { name: "Change access level" }).click();
        const popup = page.getByRole("dialog", { name: "The change waits" });
        await popup.getByText(ofLevel).waitFor();
        await popup.getByRole("button", { name: "Close" }).last().click();
        const row = page.getByRole("row").filter({ hasText: at.dave.email });
        const still = kind === "silent" ? "the server answers" : "the server lets us in";
        await row.getByText(`still read-write until ${still}`).waitFor();
        expect(await row.innerText()).toContain("Read-only");
      } finally {
        await browser.close();
      }
    });

    test("and once PostgreSQL gives it, that is what everybody says", async () => {
      await restore();
      await eventually(async () => (await show()).changing === null, { within: 60_000 });
      expect((await show()).login).toMatchObject({ access: "read-only" });
      await expect(queryOnce(at.uri, write)).rejects.toMatchObject({ code: "42501" });
      const raised = await change({ access: "read-write", until: "5d" });
      expect([raised.status, raised.body.collaborator.changing]).toEqual([200, null]);
      expect(raised.body.collaborator.login?.until).toBe(raised.body.collaborator.until);
      await queryOnce(at.uri, write);
      expect((await change({ until: null })).status).toBe(200);
    });
  });
});
