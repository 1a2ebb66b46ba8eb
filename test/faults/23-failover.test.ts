import { afterEach, describe, expect, test } from "vitest";
import { greatestAge } from "../../server/access/admin-connections.ts";
import { observeServer } from "../../server/access/observe-sessions.ts";
import { everyKind, kindsThatDiffer, openAccessStage, type AccessStage, type Member } from "../support/access-stage.ts";
import { refusalOf } from "../support/postgres.ts";
import { startProxy, type TestProxy } from "../support/proxy.ts";
import { openSession } from "../support/session.ts";
import { startStandby, type TestStandby } from "../support/standby.ts";
import { eventually } from "../support/signals.ts";

const portOf = (url: string, port: number): string => Object.assign(new URL(url), { port: String(port) }).href;

// It takes the server that the other tests share.
describe.each(everyKind)("23. A failover that has lost the end of an access (PostgreSQL $version, $admin)", (kind) => {
  test("is seen by its timeline, and the access is closed again on the new primary", async () => {
    const stage = await openAccessStage(kind);
    const { addMember, newDatabase, revoke, run, statusOf, postgres } = stage;
    await newDatabase();
    const member = await addMember("read-only");
    await run();
    const standby = await startStandby(postgres);
    const there = portOf(member.url, standby.port);
    await eventually(async () => (await refusalOf(there)) === undefined);
    // Down while the access ends, it never hears of it.
    await standby.stop();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    await postgres.stop("immediate");
    await standby.start();
    await standby.promote();
    expect(await refusalOf(there)).toBeUndefined();

    await setAdminUrl(stage, portOf(stage.adminUrl, standby.port));
    await run();

    expect(await refusalOf(there)).toBe("28P01");
    const events = await stage.access.db.selectFrom("events").select("type").orderBy("id").execute();
    const types = events.map(({ type }) => type);
    expect(types.slice(types.indexOf("server.timeline_changed"))).toEqual([
      "server.timeline_changed",
      "access.drift_found",
      "access.repaired",
    ]);
    await standby.discard();
    await stage.close();
  });
});

describe.each(kindsThatDiffer)("23. A switchover that leaves the old primary alive ($version, $admin)", (kind) => {
  const { ms } = greatestAge;
  afterEach(() => void (greatestAge.ms = ms));

  test("is noticed by the proof: the access is closed again where the address leads, and only then called so", async () => {
    const { stage, member, session, discard } = await switchOver(kind);
    const there = member.url;

    await stage.revoke(member);
    expect(await stage.statusOf(member.id)).toBe("revoking");
    expect(await refusalOf(there)).toBeUndefined();
    await stage.run();

    expect(await stage.statusOf(member.id)).toBe("ended");
    expect(await refusalOf(there)).toBe("28P01");
    await session.ended;
    await discard();
  });

  test("is noticed within a while also when nobody's access ends", async () => {
    const { stage, discard } = await switchOver(kind);
    const look = async (): Promise<number | null> => {
      await observeServer(stage.access.platform, stage.serverId);
      return (await serverOf(stage)).timeline;
    };
    const before = await look();
    await look();
    expect(await look()).toBe(before);
    greatestAge.ms = 50;
    await eventually(async () => (await look()) === (before ?? 0) + 1);
    await discard();
  });
});

interface SwitchedOver {
  readonly stage: AccessStage;
  /** Of the new primary. */
  readonly member: Member;
  readonly session: Awaited<ReturnType<typeof openSession>>;
  readonly discard: () => Promise<void>;
}

/** New connections go to the promoted standby; the sessions that Guestlist has open stay with the old primary. */
async function switchOver(kind: (typeof everyKind)[number]): Promise<SwitchedOver> {
  const stage = await openAccessStage(kind);
  const proxy: TestProxy = await startProxy(stage.adminUrl);
  await setAdminUrl(stage, proxy.url);
  await stage.newDatabase();
  const member = await stage.addMember("read-only");
  const standby: TestStandby = await startStandby(stage.postgres);
  const url = portOf(member.url, standby.port);
  await eventually(async () => (await refusalOf(url)) === undefined);
  await stage.run();
  await standby.promote();
  proxy.leadTo(portOf(stage.adminUrl, standby.port));
  const session = await openSession(url);
  return {
    stage,
    member: { ...member, url },
    session,
    discard: async () => {
      await stage.close();
      await standby.discard();
      await proxy.close();
    },
  };
}

const setAdminUrl = ({ access, serverId }: AccessStage, url: string) =>
  access.db
    .updateTable("servers")
    .set({ admin_url_sealed: access.platform.secrets.seal(`${url}?sslmode=disable`), port: Number(new URL(url).port) })
    .where("id", "=", serverId)
    .execute();

const serverOf = ({ access, serverId }: AccessStage) =>
  access.db.selectFrom("servers").selectAll().where("id", "=", serverId).executeTakeFirstOrThrow();
