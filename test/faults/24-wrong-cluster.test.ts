import { expect, test } from "vitest";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import * as bench from "../support/access.ts";
import type { AccessStage } from "../support/access-stage.ts";
import { connect, refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("24. Another cluster behind a server's address", (stage) => {
  test("is left alone: nothing is done there, and nobody calls the access closed", async () => {
    const { addMember, access, owner, run, statusOf } = stage();
    const member = await addMember("read-only");
    const session = await connect(member.url);
    const before = await knownAs(stage(), "1");
    await bench.markRevoked(access.db, member.id, owner);
    await run();
    expect(await statusOf(member.id)).toBe("revoking");
    expect((await session.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(await refusalOf(member.url)).toBeUndefined();
    expect(await serverOf(stage())).toMatchObject({
      state: "silent",
      reason: expect.stringContaining("another PostgreSQL server answers at its address"),
    });

    await knownAs(stage(), before);
    await access.db.updateTable("servers").set({ next_try_at: null, last_try_at: null }).execute();
    await run();
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
    await session.end();
  });
});

const serverOf = ({ access, serverId }: AccessStage) =>
  access.db.selectFrom("servers").selectAll().where("id", "=", serverId).executeTakeFirstOrThrow();

/** As after a change of the address' meaning. @returns what it was known as */
async function knownAs(stage: AccessStage, identifier: string): Promise<string> {
  const { system_identifier: before } = await serverOf(stage);
  await stage.access.db
    .updateTable("servers")
    .set({ system_identifier: identifier })
    .where("id", "=", stage.serverId)
    .execute();
  // The session that is kept open still leads to the old one.
  await closeAdminConnections();
  return before;
}
