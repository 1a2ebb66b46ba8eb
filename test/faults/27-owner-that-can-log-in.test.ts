import { expect, test } from "vitest";
import { reconcile } from "../../server/access/reconcile.ts";
import * as bench from "../support/access.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion, showsAttack } from "./matrix.ts";

everyVersion("27. An owner role that can log in", (stage, kind) => {
  test("does not come of a created database: a password set on its owner opens nothing", async () => {
    const { addMember, revoke, statusOf, run, postgres, database } = stage();
    const member = await addMember("full");
    const owner = `${database.dbname}_owner`;
    await queryOnce(member.url, `alter role "${owner}" password 'backdoor'`);
    expect(await refusalOf(postgres.urlFor(database.dbname, owner, "backdoor"))).toBe("28000");
    await run();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(postgres.urlFor(database.dbname, owner, "backdoor"))).toBe("28000");
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
