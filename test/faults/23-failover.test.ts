import { describe, expect, test } from "vitest";
import { openAccessStage, type AccessStage } from "../support/access-stage.ts";
import { everyVersion } from "../support/postgres-versions.ts";
import { refusalOf } from "../support/postgres.ts";
import { startStandby } from "../support/standby.ts";
import { eventually } from "../support/signals.ts";

const portOf = (url: string, port: number): string => Object.assign(new URL(url), { port: String(port) }).href;

// Whoever the admin is, a failover is the same; and it takes the server that the other tests share.
describe.each(everyVersion)("23. A failover that has lost the end of an access (PostgreSQL %i)", (version) => {
  test("is seen by its timeline, and the access is closed again on the new primary", async () => {
    const stage = await openAccessStage({ version });
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

    await failOver(stage, standby.port);
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

/** The address behind which the primary is, as a name that now leads elsewhere. */
async function failOver({ access, adminUrl, serverId }: AccessStage, port: number): Promise<void> {
  const url = `${portOf(adminUrl, port)}?sslmode=disable`;
  await access.db
    .updateTable("servers")
    .set({ admin_url_sealed: access.platform.secrets.seal(url), port })
    .where("id", "=", serverId)
    .execute();
}
