import { expect, test } from "vitest";
import { gone } from "../support/access-stage.ts";
import { connect } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("3. A session that works as another role", (stage, kind) => {
  test("ends with the access", async () => {
    const { asApp, addMember, revoke, statusOf } = stage();
    await asApp("create table orders(n int)");
    const member = await addMember("full");
    const session = await connect(member.url);
    await session.query("insert into orders values (1)");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    await expect(session.query("insert into orders values (2)")).rejects.toThrow(gone);
    expect(await asApp("select n from orders")).toEqual([{ n: 1 }]);
  });

  test.runIf(showsAttack(kind))("would go on writing without its login and its memberships", async () => {
    const { asApp, addMember, revoke, statusOf, run, database } = stage();
    await asApp("create table orders(n int)");
    const member = await addMember("full");
    const session = await connect(member.url);
    await session.query(`set role "${database.dbname}_owner"`);
    await revoke(member, { skips: ["drain"] });
    await session.query("insert into orders values (2)");
    expect(await asApp("select n from orders")).toEqual([{ n: 2 }]);
    expect(await statusOf(member.id)).toBe("revoking");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
  });
});
