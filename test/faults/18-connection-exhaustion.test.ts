import type pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { closeAdminConnections, greatestAge } from "../../server/access/admin-connections.ts";
import { observeServer } from "../../server/access/observe-sessions.ts";
import { everyKind, openAccessStage, type AccessStage } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { openSession, type Session } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("18. A person who opens every connection they can", (stage) => {
  test("gets as many as a login has, and the admin connection ends them", async () => {
    const { addMember, revoke, statusOf, adminUrl } = stage();
    const member = await addMember("read-only");
    // One after the other: of two that come at once, PostgreSQL counts each against the other, and may refuse both.
    for (let opened = 0; opened < 20; opened += 1) await connect(member.url);
    expect(await refusalOf(member.url)).toBe("53300");
    await queryOnce(adminUrl, "select 1");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
  });
});

// It takes every connection of a server, so it has one of its own.
describe.each(everyKind)("18. A login without a limit that takes every connection ($version, $admin)", (kind) => {
  const { ms } = greatestAge;
  afterEach(() => void (greatestAge.ms = ms));

  test("keeps no access open: an admin session is there already, and stays while there is no next one", async () => {
    const { stage, member, sessions } = await openSmallStage(kind);
    const crowd = await fill(stage);
    greatestAge.ms = 1;
    for (let looks = 0; looks < 5; looks += 1) await observeServer(stage.access.platform, stage.serverId);
    greatestAge.ms = ms;
    expect((await serverOf(stage)).state).toBe("answers");

    await stage.revoke(member);

    for (const session of sessions) await session.ended;
    expect(await stage.statusOf(member.id)).toBe("ended");
    await leave(crowd);
    await eventually(async () => (await refusalOf(member.url)) === "28P01");
    await stage.close();
  });

  // A superuser has slots of their own.
  test.runIf(showsAttack(kind) && kind.admin === "createrole")(
    "would keep one open, were there no session from before",
    async () => {
      const { stage, member, sessions } = await openSmallStage(kind);
      await closeAdminConnections();
      const crowd = await fill(stage);
      await stage.revoke(member);
      expect(await stage.statusOf(member.id)).toBe("revoking");
      expect(await serverOf(stage)).toMatchObject({ state: "silent", reason: expect.stringContaining("slots") });
      for (const session of sessions) expect(await session.isOpen()).toBe(true);
      await leave(crowd);
      await eventually(async () => (await stage.run(), (await stage.statusOf(member.id)) === "ended"), {
        within: 10_000,
        every: 250,
      });
      await stage.close();
    },
  );
});

async function openSmallStage(kind: (typeof everyKind)[number]) {
  const stage = await openAccessStage({ ...kind, settings: { max_connections: "14" } });
  await stage.postgres.query("create role crowd login password 'only-for-tests'");
  await stage.newDatabase();
  const member = await stage.addMember("read-only");
  await stage.run();
  const sessions: Session[] = [];
  // Of what ends with them, the proof has its own connection, and the attempt to log in.
  for (let opened = 0; opened < 3; opened += 1) sessions.push(await openSession(member.url));
  return { stage, member, sessions };
}

/** Until PostgreSQL has no slot left but those of superusers. */
async function fill({ postgres }: AccessStage): Promise<pg.Client[]> {
  const url = postgres.urlFor("postgres", "crowd", "only-for-tests");
  const crowd: pg.Client[] = [];
  for (;;) {
    const client = await connect(url).catch((error: unknown) => error);
    if (client instanceof Error) {
      expect((client as { code?: string }).code).toBe("53300");
      return crowd;
    }
    crowd.push(client as pg.Client);
  }
}

async function leave(crowd: readonly pg.Client[]): Promise<void> {
  await Promise.all(crowd.map((client) => client.end()));
}

const serverOf = ({ access, serverId }: AccessStage) =>
  access.db.selectFrom("servers").selectAll().where("id", "=", serverId).executeTakeFirstOrThrow();
