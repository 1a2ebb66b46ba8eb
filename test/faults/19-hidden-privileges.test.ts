import { expect, test } from "vitest";
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
});
