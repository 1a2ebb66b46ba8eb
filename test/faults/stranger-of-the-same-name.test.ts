import { expect, test } from "vitest";
import type { Faults } from "../../server/access/run.ts";
import * as bench from "../support/access.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("Part 1. A stranger's role that has a login's name", (stage, kind) => {
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
    // The login's own role is gone, and its OID with it: whom the name lets in by another one is none of ours.
    expect(await statusOf(member.id)).toBe("ended");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    await postgres.query(`drop role "${member.login}"`);
  });

  test.runIf(showsAttack(kind))("would be closed and dropped, were a login known by its name", async () => {
    const { addMember, revoke, statusOf, postgres, adminUrl } = stage();
    const member = await addMember("read-only");
    await postgres.query(`drop role "${member.login}"`);
    // Another tool of the same admin has made it, so PostgreSQL itself keeps nobody from dropping it.
    await queryOnce(adminUrl, `create role "${member.login}" login password 'their-own'`);
    const url = postgres.urlFor("postgres", member.login, "their-own");
    expect(await refusalOf(url)).toBeUndefined();
    await revoke(member, { findRole: byName });
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(url)).toBe("28P01");
    expect(await postgres.query("select from pg_roles where rolname = $1", [member.login])).toEqual([]);
  });
});

const byName: NonNullable<Faults["findRole"]> = async (admin, login) => {
  const [role] = await admin.query<{ oid: number; name: string }>(
    "select oid::bigint as oid, rolname as name from pg_roles where rolname = $1",
    [login.role_name],
  );
  return role === undefined ? null : { ...role, can_login: true, subscribes: false };
};
