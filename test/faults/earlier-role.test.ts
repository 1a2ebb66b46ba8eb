import { expect, test } from "vitest";
import type { Step } from "../../server/access/step.ts";
import * as bench from "../support/access.ts";
import { gone, type AccessStage, type Member } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { driftOf } from "./drift.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";

whereRulesDiffer("A role that a login had before it was dropped by hand and made again", (stage, kind) => {
  test("comes back with a restore: it is closed, and what is made after it has no password", async () => {
    const { run, access, statusOf, revoke } = stage();
    const member = await madeAgain(stage());
    // As it was then: the role that was made later is not there.
    await stage().postgres.query(`drop role "${member.login}"`);
    await restoreFirst(stage(), member, member.login);
    expect(await refusalOf(member.url)).toBeUndefined();
    const session = await connect(member.url);

    await run();

    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await refusalOf(member.url)).toBe("28P01");
    const before = `the role ${member.login}, which the login ${member.login} had before,`;
    expect(await driftOf(stage())).toMatchObject({
      found: expect.arrayContaining([`${before} could log in again`]),
      repaired: expect.arrayContaining([`the login ${member.login} is closed`]),
    });
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "ready", generation: 3, blocked: null });
    await revoke(member);
    expect([await statusOf(member.id), await rolesOf(stage(), member)]).toEqual(["ended", []]);
  });

  test("is closed by the reconcile of whichever database of the server", async () => {
    const member = await madeAgain(stage());
    await restoreFirst(stage(), member, `${member.login}_first`);
    await stage().addDatabase();
    await stage().run();
    expect(await refusalOf(firstUrl(stage(), member))).toBe("28P01");
  });

  test("is closed with the login, its sessions named in the receipt, and is dropped with it", async () => {
    const { revoke, statusOf, access } = stage();
    const member = await madeAgain(stage());
    await restoreFirst(stage(), member, `${member.login}_first`);
    const session = await connect(`${firstUrl(stage(), member)}?application_name=the-old-one`);
    await revoke(member, { skips: ["close-returned"] });
    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect([await statusOf(member.id), await refusalOf(firstUrl(stage(), member))]).toEqual(["ended", "28P01"]);
    const { evidence } = await access.db
      .selectFrom("closures")
      .select("evidence")
      .where("collaborator_id", "=", member.id)
      .executeTakeFirstOrThrow();
    expect(evidence).toMatchObject({ sessions_ended: [{ application: "the-old-one" }] });
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await rolesOf(stage(), member)).toEqual([]);
  });

  test.runIf(showsAttack(kind))("would let them in after the revoke, were the login's role the only one", async () => {
    const { revoke, statusOf } = stage();
    const member = await madeAgain(stage());
    await restoreFirst(stage(), member, `${member.login}_first`);
    const patch = (step: Step): Step => ({
      ...step,
      ...(step.thenAsk !== undefined && { thenAsk: step.thenAsk.replace("like 'guestlist login ", "like 'nobody ") }),
    });
    await revoke(member, { skips: ["close-returned"], patch });
    expect([await statusOf(member.id), await refusalOf(firstUrl(stage(), member))]).toEqual(["ended", undefined]);
    await stage().run();
    expect(await refusalOf(firstUrl(stage(), member))).toBe("28P01");
  });
});

/** A login that was dropped by hand: the role it has now is its second. */
async function madeAgain({ addMember, postgres, run, access }: AccessStage): Promise<Member> {
  const member = await addMember("read-write");
  await postgres.query(`drop role "${member.login}"`);
  await run();
  expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "ready", generation: 2 });
  return member;
}

/** As a restore leaves it: the marker, the password and the membership of then, by the same admin. */
async function restoreFirst({ access, adminUrl, database }: AccessStage, member: Member, name: string): Promise<void> {
  const login = await bench.loginOf(access.db, member.id);
  const group = `guestlist_${database.id.slice(0, 8)}_rw`;
  await queryOnce(adminUrl, `create role "${name}" login password 'their-own' in role "${group}"`);
  await queryOnce(
    adminUrl,
    `comment on role "${name}" is 'guestlist login ${login.id} generation 1 of database ${database.id}'`,
  );
}

const firstUrl = ({ postgres }: AccessStage, { login, url }: Member): string =>
  postgres.urlFor(new URL(url).pathname.slice(1), `${login}_first`, "their-own");

const rolesOf = ({ postgres }: AccessStage, { login }: Member) =>
  postgres.query("select rolname from pg_roles where rolname like $1 || '%'", [login]);
