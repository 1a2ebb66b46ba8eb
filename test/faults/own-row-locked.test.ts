import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { loginOf } from "../support/access.ts";
import { refusalOf } from "../support/postgres.ts";
import { openSession, type Session } from "../support/session.ts";
import { eventually } from "../support/signals.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

whereRulesDiffer("A person who keeps the row of their own role locked", (stage, kind) => {
  test("is out at once: what is in the way is their own session, and goes into the receipt", async () => {
    const { addMember, revoke, statusOf, access } = stage();
    const member = await addMember("read-only");
    const session = await lockOwnRow(member);
    const inLine = await openSession(member.url);
    const waiting = lock(inLine, member).catch((error: unknown) => error);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    await Promise.all([session.ended, inLine.ended, waiting]);
    expect(await refusalOf(member.url)).toBe("28P01");
    const ended = (await findClosure(access.db, member.id))?.sessions_ended.map(({ pid }) => pid);
    expect(new Set(ended)).toEqual(new Set([pidOf(session), pidOf(inLine)]));
  });

  test("by a transaction that they prepared, which no session holds, is out too", async () => {
    const { addMember, revoke, statusOf, nextNumber } = stage();
    const member = await addMember("read-only");
    const session = await lockOwnRow(member);
    await session.client.query(`prepare transaction 'locks a row ${nextNumber()}'`);
    await session.client.end();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("by one that they prepared under the name of whom they work as, is out too", async () => {
    const { addMember, revoke, statusOf, nextNumber } = stage();
    const member = await addMember("full");
    const session = await openSession(member.url);
    const [worksAs] = (await session.client.query<{ name: string }>("select current_user as name")).rows;
    expect(worksAs?.name).not.toBe(member.login);
    await session.client.query(
      `begin; set local role none; alter role "${member.login}" password 'x'; set local role "${worksAs?.name}"`,
    );
    await session.client.query(`prepare transaction 'locks a row ${nextNumber()}'`);
    await session.client.end();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("from many sessions that change their password all the time, and come back, is out too", async () => {
    const { addMember, revoke, statusOf, postgres } = stage();
    const member = await addMember("read-only");
    await postgres.query(`alter role "${member.login}" connection limit -1`);
    let going = true;
    const hammer = async (): Promise<void> => {
      while (going) await changePasswords(member).catch(() => undefined);
    };
    const hammers = Array.from({ length: 8 }, hammer);
    await eventually(async () => (await sessionsOf(stage(), member)) >= 8);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    going = false;
    await Promise.all(hammers);
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("when their ended login is back by a restore, is out again", async () => {
    const { addMember, revoke, run, postgres } = stage();
    const member = await addMember("read-only");
    await revoke(member, { skips: ["clean"], patch: patched("drop-login", () => ["select 1"]) });
    await postgres.query(
      `alter role "${member.login}" login password 'their-own' connection limit 20 valid until 'infinity'`,
    );
    const session = await lockOwnRow({ ...member, url: postgres.urlFor("postgres", member.login, "their-own") });
    await run();
    await session.ended;
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("or that of a setting of theirs, keeps no higher level by it", async () => {
    const { addMember, access, run, database } = stage();
    const member = await addMember("full");
    const session = await openSession(member.url);
    await session.client.query(
      `set role none; begin; alter role "${member.login}" in database ${database.dbname} set work_mem = '5MB'`,
    );
    await access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", member.id).execute();
    await run();
    await session.ended;
    expect(await loginOf(access.db, member.id)).toMatchObject({ access: "read-only", blocked: null });
  });

  test.runIf(showsAttack(kind))("would stay for as long as they like, if only the lock were waited for", async () => {
    const { addMember, revoke, run, statusOf } = stage();
    const member = await addMember("read-only");
    const session = await lockOwnRow(member);
    const onlyWaiting = patched("refuse-logins", (sql) => sql.filter((one) => !one.includes("pg_terminate_backend")));
    const keeping = patched("remove-memberships", () => ["select 1"]);
    await revoke(member, { patch: (step) => keeping(onlyWaiting(step)), skips: ["drain"] });
    expect(await statusOf(member.id)).toBe("revoking");
    expect(await refusalOf(member.url)).toBeUndefined();
    expect(await session.isOpen()).toBe(true);
    await run();
    await session.ended;
    expect(await statusOf(member.id)).toBe("ended");
  });
});

const lock = ({ client }: Session, { login }: Member): Promise<unknown> =>
  client.query(`begin; alter role "${login}" password 'their-own'`);

/** A session that has changed its own password, and says neither yes nor no to it. */
async function lockOwnRow(member: Member): Promise<Session> {
  const session = await openSession(member.url);
  await lock(session, member);
  return session;
}

async function changePasswords({ url, login }: Member): Promise<void> {
  const { client } = await openSession(url);
  try {
    for (;;) await client.query(`alter role "${login}" password 'their-own'`).catch(refuseUnlessBusy);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Others change it at the same moment. */
function refuseUnlessBusy(error: unknown): void {
  if ((error as { code?: string }).code !== "XX000") throw error;
}

const pidOf = ({ client }: Session): number => (client as unknown as { processID: number }).processID;

async function sessionsOf({ postgres }: AccessStage, { login }: Member): Promise<number> {
  const rows = await postgres.query("select from pg_stat_activity where usename = $1", [login]);
  return rows.length;
}
