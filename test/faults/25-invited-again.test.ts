import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("25. Somebody who is invited again", (stage) => {
  test("has another role without a password: what they knew and owned before opens nothing", async () => {
    const { addMember, revoke, run, access, database, owner, postgres } = stage();
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.theirs(n int)");
    const before = await bench.loginOf(access.db, member.id);
    await revoke(member);
    const again = await bench.addAccepted(access.db, database.id, member.person, owner, "read-only");
    await run();
    const after = await bench.loginOf(access.db, again);
    expect(after).toMatchObject({ state: "ready", password_changed_at: null });
    expect(after.role_oid).not.toBe(before.role_oid);
    expect(await refusalOf(member.url)).toBe("28P01");
    expect(await refusalOf(postgres.urlFor(database.dbname, after.role_name, "their-own"))).toBe("28P01");
    await postgres.query(`alter role "${after.role_name}" password 'another'`);
    const url = postgres.urlFor(database.dbname, after.role_name, "another");
    expect(await refusalOf(url)).toBeUndefined();
    await expect(queryOnce(url, "insert into public.theirs values (1)")).rejects.toMatchObject({ code: "42501" });
  });
});
