import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("12. A lock on what an ended login owned", (stage) => {
  test("does not keep the access open, holds up no reader for long, and is named until it is gone", async () => {
    const { addMember, revoke, statusOf, run, postgres, database, access } = stage();
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.locked(n int)");
    const holder = await connect(postgres.urlFor(database.dbname));
    await holder.query("begin; lock table public.locked in access share mode");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(member.url)).toBe("28P01");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      state: "closed",
      blocked: expect.stringContaining("A lock that somebody holds is in the way"),
    });
    await holder.end();
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
  });
});
