import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("12. A lock on what an ended login owned", (stage) => {
  test("does not keep the access open, holds up no reader for long, and is named until it is gone", async () => {
    const { addMember, revoke, statusOf, run, postgres, database, access } = stage();
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.locked(n int)");
    const holder = await connect(postgres.urlFor(database.dbname));
    await holder.query("set application_name = 'reporting'; begin; lock table public.locked in access share mode");
    const revoked = revoke(member);
    const waited = await readBehindUs();
    await revoked;
    expect(waited).toBeLessThan(2500);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
    const named = new RegExp(
      String.raw`^table public\.locked in ${database.dbname} is locked by pid \d+ \(postgres, reporting\).*\. A lock that somebody holds is in the way: `,
    );
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      state: "closed",
      blocked: expect.stringMatching(named),
    });
    expect(await findClosure(access.db, member.id)).toMatchObject({
      left_over: [expect.stringMatching(named)],
      login_dropped_at: null,
    });
    await holder.end();
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await findClosure(access.db, member.id)).toMatchObject({
      left_over: [],
      login_dropped_at: expect.any(String),
    });
  });

  /** Milliseconds until somebody has read who came while the clean-up waited for the table. */
  async function readBehindUs(): Promise<number> {
    const { postgres, database } = stage();
    const reader = await connect(postgres.urlFor(database.dbname));
    const waiting = "select from pg_locks where relation = 'public.locked'::regclass and not granted";
    await eventually(async () => (await reader.query(waiting)).rows.length > 0, { every: 10 });
    const before = performance.now();
    await reader.query("select from public.locked");
    const waited = performance.now() - before;
    await reader.end();
    return waited;
  }
});
