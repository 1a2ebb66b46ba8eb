import type pg from "pg";
import { expect, test } from "vitest";
import { gone } from "../support/access-stage.ts";
import { connect, refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("1. A client that connects again at once", (stage, kind) => {
  test("does not outlive the revoke: sessions are ended after the door is shut, until none is left", async () => {
    const { statusOf, addMember, revoke } = stage();
    const member = await addMember("read-only");
    const storm = connectAgainAndAgain(member.url);
    await storm.connected;
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    for (const session of await storm.stop()) await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test.runIf(showsAttack(kind))("would outlive a revoke that ends the sessions before it shuts the door", async () => {
    const { postgres, statusOf, addMember, revoke, run } = stage();
    const member = await addMember("read-only");
    const reconnected: pg.Client[] = [];
    const before = async (kind: string): Promise<void> => {
      if (kind !== "refuse-logins") return;
      await postgres.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [member.login]);
      reconnected.push(await connect(member.url));
    };
    await revoke(member, { before, skips: ["drain"] });
    expect((await reconnected[0]?.query("select 1 as one"))?.rows).toEqual([{ one: 1 }]);
    expect(await statusOf(member.id)).toBe("revoking");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});

/** Four clients that do nothing else, and keep what they get. */
function connectAgainAndAgain(url: string): { connected: Promise<unknown>; stop(): Promise<pg.Client[]> } {
  const got: pg.Client[] = [];
  let stopped = false;
  const again = async (): Promise<void> => {
    while (!stopped) {
      const session = await connect(url).catch(() => null);
      if (session === null) continue;
      got.push(session);
      for (let open = true; open && !stopped;)
        open = await session.query("select pg_sleep(0.005)").then(
          () => true,
          () => false,
        );
    }
  };
  const first = connect(url).then((session) => got.push(session));
  const clients = Array.from({ length: 4 }, again);
  return {
    connected: first,
    async stop() {
      stopped = true;
      await Promise.all([first, ...clients]);
      return got;
    },
  };
}
