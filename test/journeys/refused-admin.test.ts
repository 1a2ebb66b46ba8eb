import type { Collaborator, Database } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { openAttachedStage, type AttachedStage } from "./attached-stage.ts";

const name = "legacy-db";
const path = `/v1/databases/${name}/collaborators`;
const reason = "it refuses the admin connection's password";
const mend = "Whoever runs Guestlist has to give it the server's admin URL of today: npm run admin -- set-admin-url.";
const waiting = `Guestlist cannot work on ${name} (${reason}): access is still open, and will be closed once that is mended. ${mend}`;

let at: AttachedStage;
beforeAll(async () => {
  at = await openAttachedStage(name);
});
afterAll(() => at.close());

describe("A server that refuses the admin connection is said to do that, and what to do about it,", () => {
  beforeAll(() => at.setPassword("second"));

  test("by the command line when it cannot revoke", async () => {
    expect(await at.cli("-d", name, "collaborators-remove", at.dave.email)).toEqual({
      stdout: "",
      stderr: ` !     ${waiting}\n`,
      code: 1,
    });
    expect(await refusalOf(at.uri)).toBeUndefined();
  });

  test("by the API, of the access and of the server", async () => {
    const { body } = await at.owner.api.get<{ collaborator: Collaborator }>(`${path}/${at.dave.collaboratorId}`);
    expect(body.collaborator).toMatchObject({ status: "revoking", closing: { waiting } });
    const shown = await at.owner.api.get<{ database: Database }>(`/v1/databases/${name}`);
    expect(shown.body.database.server).toMatchObject({ state: "silent", reason, to_mend: mend });
  });

  test("by the list of databases, and by the timeline", async () => {
    expect((await at.cli("databases")).stdout).toContain(`ready, but Guestlist cannot work on its server: ${reason}`);
    const { stdout } = await at.cli("-d", name, "timeline");
    expect(stdout).toMatch(
      /Guestlist can no longer work on the server \S+: it refuses the admin connection's password/,
    );
    expect(stdout).not.toContain("stopped answering");
  });

  test("by the dashboard", async () => {
    const browser = await openBrowser();
    try {
      const page = await at.signIn(browser);
      await page.getByText(`We cannot work on ${name} (${reason}): access is still open`).waitFor();
      await page.getByText(mend).waitFor();
      await page.getByText(/^Does not let us in since /).waitFor();
      const row = page.getByRole("row").filter({ hasText: at.dave.email });
      expect(await row.innerText()).toMatch(/revoking[^]*Still open[^]*closes when the server lets us in/);
    } finally {
      await browser.close();
    }
  });

  test("and once that is mended, access ends, and the timeline says that it goes on", async () => {
    await at.setPassword("first");
    await eventually(
      async () =>
        (await at.owner.api.get<{ collaborator: Collaborator }>(`${path}/${at.dave.collaboratorId}`)).body.collaborator
          .status === "ended",
      { within: 10_000 },
    );
    expect(await refusalOf(at.uri)).toBe("28P01");
    expect((await at.cli("-d", name, "timeline")).stdout).toMatch(/Guestlist can work on the server \S+ again/);
  });

  test("of a server that comes back with another password, after it did not answer", async () => {
    const timeline = async () => (await at.cli("-d", name, "timeline")).stdout;
    await at.shared.stop();
    await eventually(async () => (await timeline()).includes("stopped answering"), { within: 90_000 });
    await at.shared.start();
    await eventually(() => at.setPassword("third"));
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
