import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loginOf } from "../../test/support/access.ts";
import { kindsThatDiffer, openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { refusalOf } from "../../test/support/postgres.ts";
import { eventually } from "../../test/support/signals.ts";
import { rotatePassword } from "./rotate-password.ts";

describe.each(kindsThatDiffer)("on PostgreSQL $version with a $admin admin", (kind) => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await openAccessStage({ ...kind, looksFirst: true });
    await stage.newDatabase();
  });
  afterAll(() => stage.close());

  const endOf = async (login: string): Promise<Date | null> =>
    (
      await stage.postgres.query<{ until: Date | null }>(
        "select nullif(rolvaliduntil, 'infinity') as until from pg_roles where rolname = $1",
        [login],
      )
    )[0]?.until ?? null;
  async function setEnd(id: string, until: Date | null): Promise<void> {
    await stage.access.db.updateTable("collaborators").set({ until }).where("id", "=", id).execute();
    await stage.run();
  }

  test("the end stands on the login: when it is set, moved, and taken away, and through a new password", async () => {
    const member = await stage.addMember("read-only");
    expect(await endOf(member.login)).toBeNull();
    const [first, second] = [new Date("2099-01-31T23:59:59.999Z"), new Date("2098-06-01T00:00:00.001Z")];
    await setEnd(member.id, first);
    expect(await endOf(member.login)).toEqual(first);
    await setEnd(member.id, second);
    const actor = { accountId: member.person.id, email: member.person.email };
    const grant = { database: await stage.row(), standing: "read-only" };
    await rotatePassword.run({ platform: stage.access.platform, actor, grant } as never);
    expect(await endOf(member.login)).toEqual(second);
    const events = await stage.access.db.selectFrom("events").select("type").execute();
    expect(events.filter(({ type }) => type === "access.drift_found")).toEqual([]);
    await setEnd(member.id, null);
    expect(await endOf(member.login)).toBeNull();
    expect(await loginOf(stage.access.db, member.id)).toMatchObject({ state: "ready", blocked: null });
  });

  test("a login that is made anew has the end too, and nobody needs to be there for it to be refused", async () => {
    const member = await stage.addMember("read-write");
    const until = new Date(Date.now() + 2500);
    await stage.access.db.updateTable("collaborators").set({ until }).where("id", "=", member.id).execute();
    await stage.postgres.query(`drop role "${member.login}"`);
    await stage.run();
    expect(await endOf(member.login)).toEqual(until);
    await stage.postgres.query(`alter role "${member.login}" password 'their-own'`);
    await eventually(() => Date.now() > until.getTime());
    expect(await refusalOf(member.url)).toBe("28P01");
  });
});
