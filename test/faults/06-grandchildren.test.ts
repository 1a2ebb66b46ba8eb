import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("6. Somebody to whom a collaborator handed their role on", (stage) => {
  test("loses it with the access, and the receipt names them", async () => {
    const { addMember, revoke, statusOf, postgres, database, adminUrl, access, nextNumber } = stage();
    const member = await addMember("full");
    const [friend, owner] = [`friend_${nextNumber()}`, `${database.dbname}_owner`];
    await postgres.query(`create role ${friend} login password 'x'`);
    await queryOnce(adminUrl, `grant "${owner}" to "${member.login}" with admin option`);
    await queryOnce(member.url, `set role none; grant "${owner}" to ${friend}`);
    await queryOnce(postgres.urlFor(database.dbname, friend, "x"), "create table public.theirs(n int)");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await postgres.query("select from pg_auth_members where member = $1::regrole", [friend])).toEqual([]);
    expect((await findClosure(access.db, member.id))?.memberships_removed).toContain(`${friend} in ${owner}`);
  });
});
