import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import { refusedQuery } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

everyVersion("19. A grant that information_schema hides from the admin", (stage, { admin }) => {
  test("goes with the access, or is counted among what is left", async () => {
    const { addMember, revoke, statusOf, asApp, access, postgres, database, nextNumber } = stage();
    await asApp("create table secret as select 42 as n");
    const member = await addMember("read-only");
    const grantor = `grantor_${nextNumber()}`;
    await postgres.query(`create role ${grantor}`);
    await asApp(`grant usage on schema public to ${grantor}; grant select on secret to ${grantor} with grant option`);
    await queryOnce(
      postgres.urlFor(database.dbname),
      `set role ${grantor}; grant select on public.secret to "${member.login}"`,
    );
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusedQuery(member.url, "select n from secret")).toBe("28P01");
    const login = await bench.loginOf(access.db, member.id);
    if (admin === "superuser") expect(login).toMatchObject({ state: "gone", blocked: null });
    else if (login.state !== "gone") expect(login.blocked).toContain(`${database.dbname}: 1 dependencies`);
  });

  test("that only a superuser can take keeps the login, and is named; what was moved beside it is told", async () => {
    const { addMember, revoke, run, access, postgres, database } = stage();
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.mine(n int)");
    const change = (sql: string) => postgres.query(sql, [], database.dbname);
    await change(`grant usage on language sql to "${member.login}"`);
    await revoke(member);
    expect((await findClosure(access.db, member.id))?.objects_moved).toEqual([
      { database: database.dbname, kind: "table", count: 1 },
    ]);
    if (admin === "createrole") {
      const { state, blocked } = await bench.loginOf(access.db, member.id);
      expect({ state, blocked }).toEqual({ state: "closed", blocked: expect.stringContaining("1 dependencies") });
      await change(`revoke usage on language sql from "${member.login}"`);
      await run();
    }
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
  });
});
