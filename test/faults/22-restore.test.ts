import { expect, test } from "vitest";
import { reconcile } from "../../server/access/reconcile.ts";
import * as bench from "../support/access.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { everyVersion, rulesDiffer, showsAttack } from "./matrix.ts";

everyVersion("22. A restore to before the revoke", (stage, kind) => {
  test("brings the role and its password back: it is closed again, its session with it", async () => {
    const member = await revoked(stage());
    await restoreRole(stage(), member);
    expect(await refusalOf(member.url)).toBeUndefined();
    const session = await openSession(member.url);

    await stage().run();

    await session.ended;
    expect(await refusalOf(member.url)).toBe("28P01");
    expect(await eventsOf(stage(), member)).toEqual(["access.drift_found", "access.repaired"]);
    expect(await stage().statusOf(member.id)).toBe("ended");
    expect(await stage().postgres.query("select from pg_roles where rolname = $1", [member.login])).toEqual([]);
  });

  test.runIf(rulesDiffer(kind))(
    "is undone by whichever database of the server is looked at first, before anything else",
    async () => {
      const member = await revoked(stage());
      await stage().addDatabase();
      await restoreRole(stage(), member);
      const { access, database, owner, nextNumber, run, statusOf } = stage();
      const newcomer = await bench.addAccount(access.db, `newcomer${nextNumber()}`);
      const joining = await bench.addAccepted(access.db, database.id, newcomer, owner, "read-only");
      const refusals: (string | undefined)[] = [];
      await run({
        before: async (kind) => {
          if (kind === "create-login") refusals.push(await refusalOf(member.url));
        },
      });

      expect(refusals).toEqual(["28P01"]);
      expect((await bench.loginOf(access.db, joining)).state).toBe("ready");
      expect(await eventsOf(stage(), member)).toEqual(["access.drift_found", "access.repaired"]);
      expect(await statusOf(member.id)).toBe("ended");
    },
  );

  test.runIf(showsAttack(kind))("would let them in and read, as long as nobody looks at the whole server", async () => {
    const { asApp, database, access } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await revoked(stage());
    await stage().addDatabase();
    await restoreRole(stage(), member);
    await stage().run({ skips: ["close-returned"] });
    const url = stage().postgres.urlFor(database.dbname, member.login, "their-own");
    expect(await queryOnce(url, "select n from secret")).toEqual([{ n: 42 }]);
    // Its own database is looked at: the role goes with the clean-up, and what it had opened stays.
    const session = await connect(url);
    await reconcile(access.platform, database.id, { skips: ["close-returned"] });
    expect(await refusalOf(url)).toBe("28P01");
    expect((await session.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await session.end();
    expect(await eventsOf(stage(), member)).toEqual([]);
  });

  test.runIf(rulesDiffer(kind))("leaves alone a role that looks like an ended login and is a stranger's", async () => {
    const member = await revoked(stage());
    await stage().postgres.query(`create role "${member.login}" login password 'their-own'`);
    await stage().run();
    expect(await refusalOf(stage().postgres.urlFor("postgres", member.login, "their-own"))).toBeUndefined();
    await stage().postgres.query(`drop role "${member.login}"`);
  });
});

async function revoked({ addMember, revoke, access }: AccessStage): Promise<Member> {
  const member = await addMember("read-write");
  await revoke(member);
  expect((await bench.loginOf(access.db, member.id)).state).toBe("gone");
  return member;
}

/** As a restore leaves it: the name, the marker, the password and the grants of then, by the same admin, under another OID. */
async function restoreRole({ access, adminUrl }: AccessStage, member: Member): Promise<void> {
  const login = await bench.loginOf(access.db, member.id);
  const group = `guestlist_${login.database_id.slice(0, 8)}_rw`;
  const marker = `guestlist login ${login.id} generation ${login.generation} of database ${login.database_id}`;
  await queryOnce(adminUrl, `create role "${member.login}" login password 'their-own' in role "${group}"`);
  await queryOnce(adminUrl, `comment on role "${member.login}" is '${marker}'`);
}

async function eventsOf({ access }: AccessStage, { person, login }: Member): Promise<string[]> {
  const rows = await access.db
    .selectFrom("events")
    .select(["type", "data"])
    .where("subject_email", "=", person.email)
    .where("type", "like", "access.%")
    .orderBy("id")
    .execute();
  return rows.filter((row) => (row.data as { login_name: string }).login_name === login).map((row) => row.type);
}
