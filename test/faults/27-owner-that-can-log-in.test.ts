import { expect, test } from "vitest";
import { reconcile } from "../../server/access/reconcile.ts";
import * as bench from "../support/access.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { driftOf } from "./drift.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("27. An owner role that can log in", (stage, kind) => {
  test("does not come of a created database: a password set on its owner opens nothing", async () => {
    const { addMember, revoke, statusOf, run, postgres, admin, database } = stage();
    const member = await addMember("full");
    const owner = `${database.dbname}_owner`;
    await queryOnce(member.url, `alter role "${owner}" password 'backdoor'`);
    expect(await refusalOf(postgres.urlFor(database.dbname, owner, "backdoor"))).toBe("28000");
    await run();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(postgres.urlFor(database.dbname, owner, "backdoor"))).toBe(
      admin === "superuser" ? "28P01" : "28000",
    );
  });

  test("keeps neither a password nor a setting that somebody who works as it gave it", async () => {
    const { addMember, run, postgres, admin, database } = stage();
    const member = await addMember("full");
    const owner = `${database.dbname}_owner`;
    const seen = async () => {
      const [role] = await postgres.query(
        `select rolpassword is not null as password, coalesce(array_length(setconfig, 1), 0) as settings
         from pg_authid a left join pg_db_role_setting s on s.setrole = a.oid where rolname = $1`,
        [owner],
      );
      return role;
    };
    await queryOnce(member.url, `alter role "${owner}" password 'backdoor'`);
    // Nobody but a superuser may see that there is one: it goes with whatever else is found.
    if (admin === "superuser") {
      await run();
      expect(await seen()).toEqual({ password: false, settings: 0 });
    }
    await queryOnce(member.url, `alter role "${owner}" in database "${database.dbname}" set search_path = evil`);
    await run();
    expect(await seen()).toEqual({ password: false, settings: 0 });
    const { found, repaired } = await driftOf(stage());
    expect(new Set(found)).toEqual(new Set([`the owner role ${owner} was changed`]));
    expect(repaired).toHaveLength(admin === "superuser" ? 2 : 1);
    await run();
    expect((await driftOf(stage())).found).toHaveLength(found.length);
  });

  test.runIf(showsAttack(kind))("would be the way back, so full access waits on an attached database", async () => {
    const { access, owner, serverId, adminUrl, postgres, nextNumber } = stage();
    const n = nextNumber();
    const [boss, dbname] = [`boss_${n}`, `legacy_${n}`];
    await queryOnce(adminUrl, `create role ${boss} login password 'x'`);
    await queryOnce(adminUrl, `grant ${boss} to current_user`);
    await queryOnce(adminUrl, `create database ${dbname} owner ${boss}`);
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "kept");
    const person = await bench.addAccount(access.db, `person${nextNumber()}`);
    const collaborator = await bench.addAccepted(access.db, id, person, owner, "full");
    await reconcile(access.platform, id);
    const login = await bench.loginOf(access.db, collaborator);
    expect(login).toMatchObject({ state: "making", blocked: expect.stringContaining("waits until its ownership") });

    // What it waits for: this is all that a full collaborator would need.
    await queryOnce(adminUrl, `create role guest_${n} login password 'x'; grant ${boss} to guest_${n}`);
    await queryOnce(postgres.urlFor(dbname, `guest_${n}`, "x"), `set role ${boss}; alter role ${boss} password 'mine'`);
    await queryOnce(adminUrl, `drop role guest_${n}`);
    expect(await refusalOf(postgres.urlFor(dbname, boss, "mine"))).toBeUndefined();
  });
});
