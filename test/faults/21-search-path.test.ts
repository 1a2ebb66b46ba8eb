import { expect, test } from "vitest";
import type { AccessStage } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("21. Functions that stand in front of PostgreSQL's own", (stage) => {
  test("are not run by the admin session, whatever the database's search_path says", async () => {
    const { addMember, revoke, statusOf, run, postgres, database } = stage();
    const member = await addMember("full");
    await queryOnce(
      member.url,
      `create schema trap; create table trap.called(who name);
       grant usage on schema trap to public; grant insert on trap.called to public;
       create function trap.has_schema_privilege(oid, oid, text) returns boolean language plpgsql as
         'begin insert into trap.called values (current_user); return true; end';
       create function trap.pg_get_userbyid(oid) returns name language plpgsql as
         'begin insert into trap.called values (current_user); return ''x''; end';
       alter database "${database.dbname}" set search_path = trap, pg_catalog, public`,
    );
    await run();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await called(stage())).toEqual([]);
    // Whoever does not set its own is caught.
    await queryOnce(postgres.urlFor(database.dbname), "select pg_get_userbyid(10::oid)");
    expect(await called(stage())).toEqual([{ who: "postgres" }]);
  });
});

const called = ({ postgres, database }: AccessStage): Promise<unknown[]> =>
  postgres.query("select who::text from trap.called", [], database.dbname);
