import { expect, test } from "vitest";
import { insertUser, listUsers, markUserDeleting } from "../../server/databases/user-queries.ts";
import type { Faults } from "../../server/access/run.ts";
import { scramVerifier } from "../../server/platform/bundled-postgres/index.ts";
import * as bench from "../support/access.ts";
import { gone, type AccessStage, type Member } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { driftOf } from "./drift.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";

whereRulesDiffer("A role of ours that has lost its comment", (stage, kind) => {
  test("is known by its OID and its name: it gets the comment back, and is the one that a revoke closes", async () => {
    const { addMember, revoke, statusOf, run, access, adminUrl } = stage();
    const member = await addMember("read-write");
    const before = await bench.loginOf(access.db, member.id);
    const comment = await commentOf(stage(), member);
    await queryOnce(adminUrl, `comment on role "${member.login}" is 'Camille, marketing'`);
    await run();
    const lost = `the role ${member.login} had lost the comment that says what it is`;
    const repaired = `give the role ${member.login} its comment back`;
    expect(await driftOf(stage())).toEqual({ found: [lost], repaired: [repaired] });
    expect(await commentOf(stage(), member)).toBe(comment);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      role_oid: before.role_oid,
      generation: 1,
      blocked: null,
    });
    expect(await refusalOf(member.url)).toBeUndefined();
    await revoke(member);
    expect([await statusOf(member.id), await refusalOf(member.url)]).toEqual(["ended", "28P01"]);
  });

  test("is closed by a revoke that comes before anything else", async () => {
    const { addMember, revoke, statusOf, access, adminUrl } = stage();
    const member = await addMember("full");
    const session = await connect(member.url);
    await queryOnce(adminUrl, `comment on role "${member.login}" is null`);
    await revoke(member);
    expect([await statusOf(member.id), await refusalOf(member.url)]).toEqual(["ended", "28P01"]);
    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone" });
    expect((await driftOf(stage())).found).toHaveLength(1);
  });

  test("is not called gone by the clean-up while it is there", async () => {
    const { run, statusOf, access } = stage();
    const { member, letGo } = await closedAndLocked(stage());
    await run();
    expect(await statusOf(member.id)).toBe("ended");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "closed" });
    await letGo();
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await rolesOf(stage(), member)).toEqual([]);
  });

  test.runIf(showsAttack(kind))("would be called gone, were it known by its comment alone", async () => {
    const { run, access } = stage();
    const { member, letGo } = await closedAndLocked(stage());
    await run({ findRole: byCommentAlone });
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await rolesOf(stage(), member)).toHaveLength(1);
    await letGo();
  });

  test("and was renamed is left alone, and nobody calls it dropped, nor its access ended", async () => {
    const { addMember, revoke, statusOf, run, access, adminUrl } = stage();
    const member = await addMember("read-only");
    const comment = await commentOf(stage(), member);
    await queryOnce(adminUrl, `comment on role "${member.login}" is null`);
    await queryOnce(adminUrl, `alter role "${member.login}" rename to "${member.login}x"`);
    await run();
    const blocked = expect.stringContaining(`has the OID of ${member.login}, and neither its name nor its comment`);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "ready", generation: 1, blocked });
    await revoke(member);
    expect(await statusOf(member.id)).toBe("revoking");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ blocked });
    expect(await driftOf(stage())).toEqual({ found: [], repaired: [] });
    await queryOnce(adminUrl, `comment on role "${member.login}x" is '${comment}'`);
    await run();
    expect(await statusOf(member.id)).toBe("ended");
    expect(await rolesOf(stage(), member)).toEqual([]);
  });

  test("while another role has it is left alone, as is the other", async () => {
    const { addMember, revoke, statusOf, run, access, adminUrl, postgres, nextNumber } = stage();
    const member = await addMember("read-only");
    const other = `other_${nextNumber()}`;
    const comment = await commentOf(stage(), member);
    await queryOnce(adminUrl, `create role ${other}; comment on role ${other} is '${comment}'`);
    await queryOnce(adminUrl, `comment on role "${member.login}" is null`);
    await run();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("revoking");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      generation: 1,
      blocked: expect.stringContaining(`the role ${other} has its comment`),
    });
    await queryOnce(adminUrl, `comment on role ${other} is null`);
    await run();
    expect([await statusOf(member.id), await rolesOf(stage(), member)]).toEqual(["ended", []]);
    expect(await postgres.query("select from pg_roles where rolname = $1", [other])).toHaveLength(1);
    await postgres.query(`drop role ${other}`);
  });

  test("is known as an application's login and as the owner role too", async () => {
    const { run, access, database, adminUrl, postgres } = stage();
    const name = `${database.dbname}_reports`;
    const verifierSealed = access.platform.secrets.seal(scramVerifier("for the reports"));
    const user = await access.db
      .transaction()
      .execute((tx) =>
        insertUser(tx, { databaseId: database.id, roleName: name, access: "read-only", verifierSealed }),
      );
    await run();
    const url = postgres.urlFor(database.dbname, name, "for the reports");
    await queryOnce(adminUrl, `comment on role "${database.dbname}_owner" is 'the owner'`);
    await run();
    await queryOnce(adminUrl, `comment on role "${name}" is 'reports'`);
    await run();
    expect((await driftOf(stage())).repaired).toEqual([
      `give the role ${database.dbname}_owner its comment back`,
      `give the role ${name} its comment back`,
    ]);
    await queryOnce(adminUrl, `comment on role "${name}" is 'reports'`);
    await access.db.transaction().execute((tx) => markUserDeleting(tx, user?.id ?? "", stage().owner.id));
    await run();
    expect(await refusalOf(url)).toBe("28P01");
    expect(await listUsers(access.db, database.id)).toHaveLength(1);
    expect(await postgres.query("select from pg_roles where rolname = $1", [name])).toEqual([]);
  });
});

/** Ended, and still there for a table that somebody has locked; then its comment is taken off. */
async function closedAndLocked({ addMember, revoke, postgres, database, access, adminUrl }: AccessStage) {
  const member = await addMember("full");
  await queryOnce(member.url, "set role none; create table public.locked(n int)");
  const holder = await connect(postgres.urlFor(database.dbname));
  await holder.query("begin; lock table public.locked in access share mode");
  await revoke(member);
  expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "closed" });
  await queryOnce(adminUrl, `comment on role "${member.login}" is null`);
  return { member, letGo: () => holder.end() };
}

const byCommentAlone: NonNullable<Faults["findRole"]> = async (admin, login) => {
  const [role] = await admin.query<{ oid: number; name: string }>(
    `select oid::bigint as oid, rolname as name from pg_roles
     where shobj_description(oid, 'pg_authid') like 'guestlist login ' || $1 || ' %'`,
    [login.id],
  );
  return role === undefined ? null : { ...role, can_login: true, subscribes: false };
};

const rolesOf = ({ postgres }: AccessStage, { login }: Member) =>
  postgres.query("select rolname from pg_roles where rolname like $1 || '%'", [login]);

async function commentOf({ postgres }: AccessStage, { login }: Member): Promise<string> {
  const [row] = await postgres.query<{ comment: string }>(
    "select shobj_description(oid, 'pg_authid') as comment from pg_roles where rolname = $1",
    [login],
  );
  return row?.comment ?? "";
}
