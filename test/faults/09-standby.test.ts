import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import { loginOf } from "../support/access.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { startStandby } from "../support/standby.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion, rulesDiffer } from "./matrix.ts";

const urlOn = (url: string, { port }: { port: number }): string => {
  const there = new URL(url);
  there.port = String(port);
  return there.href;
};

everyVersion("9. A standby", (stage, kind) => {
  test("refuses new logins as soon as it has followed, and its sessions are said to be out of sight", async () => {
    const { addMember, revoke, statusOf, access, postgres } = stage();
    const member = await addMember("read-only");
    const standby = await startStandby(postgres);
    const there = urlOn(member.url, standby);
    await eventually(async () => (await refusalOf(there)) === undefined);
    const session = await connect(there);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(there)).toBe("28P01");
    expect((await session.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect((await findClosure(access.db, member.id))?.left_over).toEqual([
      "sessions on the standby standby at 127.0.0.1, which are not seen from here; new logins are refused there too",
    ]);
    await session.end();
    await standby.discard();
  });

  test.runIf(rulesDiffer(kind))(
    "that does not follow lets them in, so the access is not called closed before it does",
    async () => {
      const { addMember, revoke, run, statusOf, access, postgres } = stage();
      const member = await addMember("read-only");
      const standby = await startStandby(postgres);
      const there = urlOn(member.url, standby);
      await eventually(async () => (await refusalOf(there)) === undefined);
      await standby.pauseReplay();
      await revoke(member);
      expect(await statusOf(member.id)).toBe("revoking");
      expect(await refusalOf(there)).toBeUndefined();
      const {
        blocked,
        new_logins_refused_at: refusedAt,
        last_session_gone_at: goneAt,
      } = await loginOf(access.db, member.id);
      expect(blocked).toBe(
        "The server refuses new logins, and not every standby yet: the standby standby at 127.0.0.1 has not replayed the end of this access: logins may still work there.",
      );
      expect(await refusalOf(member.url)).toBe("28P01");
      await run();
      expect(await statusOf(member.id)).toBe("revoking");
      await standby.resumeReplay();
      await eventually(async () => (await refusalOf(there)) === "28P01");
      await run();
      expect(await statusOf(member.id)).toBe("ended");
      expect(await findClosure(access.db, member.id)).toMatchObject({
        new_logins_refused_at: refusedAt?.toISOString(),
        last_session_gone_at: goneAt?.toISOString(),
      });
      await standby.promote();
      expect(await refusalOf(there)).toBe("28P01");
      await standby.discard();
    },
  );

  test.runIf(rulesDiffer(kind))("is still named when the clean-up has met an obstacle", async () => {
    const { addMember, revoke, run, access, postgres, database } = stage();
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.locked(n int)");
    const standby = await startStandby(postgres);
    const holder = await connect(postgres.urlFor(database.dbname));
    await holder.query("begin; lock table public.locked in access share mode");
    await revoke(member);
    const left = async () => (await findClosure(access.db, member.id))?.left_over;
    const obstacle = expect.stringContaining("A lock that somebody holds is in the way") as string;
    const outOfSight = expect.stringContaining("new logins are refused there too") as string;
    expect(await left()).toEqual([outOfSight, obstacle]);
    await holder.end();
    await run();
    expect(await left()).toEqual([outOfSight]);
    await standby.discard();
  });
});
