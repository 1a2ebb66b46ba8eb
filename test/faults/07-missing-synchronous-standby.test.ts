import { expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestPostgres } from "../support/postgres.ts";
import { refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("7. A synchronous standby that is missing", (stage, kind) => {
  test("does not keep a revoke waiting: it commits on the primary alone", async () => {
    const { addMember, revoke, statusOf, postgres } = stage();
    const member = await addMember("read-only");
    await withMissingStandby(postgres, async () => {
      await revoke(member);
      expect(await statusOf(member.id)).toBe("ended");
      expect(await refusalOf(member.url)).toBe("28P01");
    });
  });

  test.runIf(showsAttack(kind))("would hang NOLOGIN without end, and let everybody in meanwhile", async () => {
    const { addMember, revoke, statusOf, postgres, run } = stage();
    const member = await addMember("read-only");
    let revoking: Promise<unknown> = Promise.resolve();
    await withMissingStandby(postgres, async () => {
      const patch = patched("refuse-logins", (sql) => ["SET LOCAL synchronous_commit = on", ...sql]);
      revoking = revoke(member, { patch });
      await eventually(async () => {
        const waiting = await postgres.query("select from pg_stat_activity where wait_event = 'SyncRep'");
        return waiting.length > 0;
      });
      await sleep(200);
      expect(await refusalOf(member.url)).toBeUndefined();
    });
    await revoking;
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});

async function withMissingStandby(postgres: TestPostgres, work: () => Promise<void>): Promise<void> {
  const reload = async (statement: string, setting: string): Promise<void> => {
    await postgres.query(statement);
    await postgres.query("select pg_reload_conf()");
    await eventually(async () => {
      const [row] = await postgres.query("select current_setting('synchronous_standby_names') as names");
      return row?.["names"] === setting;
    });
  };
  await reload("alter system set synchronous_standby_names = 'nobody'", "nobody");
  try {
    await work();
  } finally {
    await reload("alter system reset synchronous_standby_names", "");
  }
}
