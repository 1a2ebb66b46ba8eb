import { expect, test } from "vitest";
import { gone } from "../support/access-stage.ts";
import { connect } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("4. A session whose role was dropped", (stage) => {
  test("has no name any more, and is found by the OID it logged in with", async () => {
    const { asApp, addMember, revoke, statusOf, postgres, database } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await addMember("full");
    const session = await connect(member.url);
    await session.query(`set role "${database.dbname}_owner"`);
    await postgres.query(`drop role "${member.login}"`);
    const look = "select usename from pg_stat_activity where usesysid is not null and application_name = 'dropped'";
    await session.query("set application_name = 'dropped'");
    expect(await postgres.query(look)).toEqual([{ usename: null }]);
    expect((await session.query("select n from secret")).rows).toEqual([{ n: 42 }]);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    await expect(session.query("select n from secret")).rejects.toThrow(gone);
  });
});
