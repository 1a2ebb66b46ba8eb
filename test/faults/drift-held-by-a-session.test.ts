import { expect, test } from "vitest";
import { insertUser } from "../../server/databases/user-queries.ts";
import { scramVerifier } from "../../server/platform/bundled-postgres/index.ts";
import { gone } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { driftOf } from "./drift.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";

whereRulesDiffer("A session that holds what nobody asked for", (stage, kind) => {
  test("by SET ROLE ends when the membership is taken back; others go on", async () => {
    const { addMember, run, adminUrl, database } = stage();
    const [member, other] = [await addMember("read-only"), await addMember("read-only")];
    await queryOnce(adminUrl, `grant "${database.dbname}_owner" to "${member.login}"`);
    const [session, bystander] = [await connect(member.url), await connect(other.url)];
    await session.query(`set role "${database.dbname}_owner"; create table made_by_drift (n int)`);
    await run();
    await expect(session.query("drop table made_by_drift")).rejects.toThrow(gone);
    expect((await bystander.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await bystander.end();
    expect(await refusalOf(member.url)).toBeUndefined();
    expect(await driftOf(stage())).toEqual({
      found: [`the login ${member.login} was made a member of ${database.dbname}_owner`],
      repaired: [`give the login ${member.login} read-only access, and that alone, and end its sessions`],
    });
  });

  test.runIf(showsAttack(kind))("by SET ROLE would go on as it was", async () => {
    const { addMember, run, adminUrl, database } = stage();
    const member = await addMember("read-only");
    await queryOnce(adminUrl, `grant "${database.dbname}_owner" to "${member.login}"`);
    const session = await connect(member.url);
    await session.query(`set role "${database.dbname}_owner"; create table made_by_drift (n int)`);
    await run({ skips: ["drain"] });
    expect(await driftOf(stage())).toMatchObject({ repaired: [expect.any(String)] });
    await session.query("drop table made_by_drift");
    await session.end();
  });

  test("ends when an attribute is taken back", async () => {
    const { addMember, run, adminUrl } = stage();
    const member = await addMember("read-write");
    await queryOnce(adminUrl, `alter role "${member.login}" createdb`);
    const session = await connect(member.url);
    await run();
    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect((await driftOf(stage())).repaired).toEqual([
      `set the login ${member.login} to what it may do, and end its sessions`,
    ]);
  });

  test("as the owner role ends when that is put to sleep, with whoever has the password of it", async () => {
    const { addMember, revoke, statusOf, run, adminUrl, postgres, database } = stage();
    const member = await addMember("full");
    const owner = `${database.dbname}_owner`;
    await queryOnce(member.url, `alter role "${owner}" password 'backdoor'; create table kept_safe (n int)`);
    await queryOnce(adminUrl, `alter role "${owner}" login`);
    const session = await connect(postgres.urlFor(database.dbname, owner, "backdoor"));
    await run();
    await expect(session.query("drop table kept_safe")).rejects.toThrow(gone);
    expect(await driftOf(stage())).toEqual({
      found: [`the owner role ${owner} could log in`],
      repaired: [`take back what was changed on the owner role ${owner}, and end its sessions`],
    });
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
  });

  test("as the owner role ends with a revoke that comes before anything else, too", async () => {
    const { addMember, revoke, statusOf, adminUrl, postgres, database } = stage();
    const member = await addMember("full");
    const owner = `${database.dbname}_owner`;
    await queryOnce(member.url, `alter role "${owner}" password 'backdoor'`);
    await queryOnce(adminUrl, `alter role "${owner}" login`);
    const session = await connect(postgres.urlFor(database.dbname, owner, "backdoor"));
    await revoke(member);
    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await statusOf(member.id)).toBe("ended");
  });

  test("as an application's login ends too", async () => {
    const { access, run, adminUrl, postgres, database } = stage();
    const roleName = `${database.dbname}_reports`;
    const verifierSealed = access.platform.secrets.seal(scramVerifier("for the reports"));
    await access.db
      .transaction()
      .execute((tx) => insertUser(tx, { databaseId: database.id, roleName, access: "read-only", verifierSealed }));
    await run();
    await queryOnce(adminUrl, `grant "${database.dbname}_owner" to "${roleName}"`);
    const session = await connect(postgres.urlFor(database.dbname, roleName, "for the reports"));
    await session.query(`set role "${database.dbname}_owner"`);
    await run();
    await expect(session.query("create table t (n int)")).rejects.toThrow(gone);
  });
});
