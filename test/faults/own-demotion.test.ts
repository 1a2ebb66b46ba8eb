import { expect, test } from "vitest";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import * as bench from "../support/access.ts";
import { gone, refusedQuery, type AccessStage, type Member } from "../support/access-stage.ts";
import { connect } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { whereRulesDiffer } from "./matrix.ts";

whereRulesDiffer("A person who is to have less than full access", (stage) => {
  test("has less though the database cannot be looked into", async () => {
    const { addMember, run, row, postgres, database } = stage();
    const member = await addMember("full");
    const session = await openSession(member.url);
    await session.client.query("create table theirs as select 1 as one");
    // Nothing that Guestlist could take back or overrule.
    await postgres.query(`alter database "${database.dbname}" set session_preload_libraries = 'nothing'`);
    const newcomer = await accept(stage(), "read-only");
    await lower(stage(), member);
    await closeAdminConnections();

    await run();

    expect((await row()).blocked).toContain(`${database.dbname} cannot be looked into`);
    expect(await bench.loginOf(stage().access.db, member.id)).toMatchObject({ state: "ready", access: "read-only" });
    await session.ended;
    expect((await bench.loginOf(stage().access.db, newcomer)).state).toBe("making");
    await postgres.query(`alter database "${database.dbname}" reset session_preload_libraries`);
    expect(await refusedQuery(member.url, "drop table theirs")).toBe("42501");
    await run();
    expect((await row()).blocked).toBeNull();
    expect((await bench.loginOf(stage().access.db, newcomer)).state).toBe("ready");
  });

  test("has less though they have shut the database, and keep it from being opened", async () => {
    const { addMember, run, row, postgres, database } = stage();
    const member = await addMember("full");
    const session = await connect(postgres.urlFor("postgres", member.login, "their-own"));
    await session.query(`set role "${(await row()).owner_role}"`);
    await session.query(`alter database "${database.dbname}" allow_connections false`);
    await session.query("begin");
    await session.query(`alter database "${database.dbname}" connection limit 7`);
    await lower(stage(), member);

    await run();

    expect(await bench.loginOf(stage().access.db, member.id)).toMatchObject({ state: "ready", access: "read-only" });
    await expect(session.query("commit")).rejects.toThrow(gone);
    await run();
    expect((await row()).blocked).toBeNull();
    expect(await refusedQuery(member.url, "create schema more")).toBe("42501");
  });
});

const lower = ({ access }: AccessStage, { id }: Member) =>
  access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", id).execute();

async function accept({ access, database, owner, nextNumber }: AccessStage, level: "read-only"): Promise<string> {
  const person = await bench.addAccount(access.db, `newcomer${nextNumber()}`);
  return bench.addAccepted(access.db, database.id, person, owner, level);
}
