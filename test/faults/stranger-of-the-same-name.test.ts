import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("Part 1. A stranger's role that has a login's name", (stage) => {
  test("is neither closed nor dropped: a login is known by its OID and its comment", async () => {
    const { addMember, revoke, statusOf, run, postgres, access } = stage();
    const member = await addMember("read-only");
    await postgres.query(`drop role "${member.login}"`);
    await postgres.query(`create role "${member.login}" login password 'their-own' createdb`);
    const url = postgres.urlFor("postgres", member.login, "their-own");
    await revoke(member);
    expect(await refusalOf(url)).toBeUndefined();
    await run();
    expect(await refusalOf(url)).toBeUndefined();
    expect(
      await postgres.query("select rolcanlogin, rolcreatedb from pg_roles where rolname = $1", [member.login]),
    ).toEqual([{ rolcanlogin: true, rolcreatedb: true }]);
    // The name logs in, so nobody claims that it does not.
    expect(["ended", "revoking"]).toContain(await statusOf(member.id));
    const login = await bench.loginOf(access.db, member.id);
    if (login.state === "closing") expect(login.blocked).not.toBeNull();
    await postgres.query(`drop role "${member.login}"`);
  });
});
