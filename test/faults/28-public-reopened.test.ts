import { expect, test } from "vitest";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import { findClosure } from "../../server/collaborators/closure.ts";
import type { AccessStage, Member } from "../support/access-stage.ts";
import { refusedQuery } from "../support/access-stage.ts";
import { queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion, rulesDiffer } from "./matrix.ts";

everyVersion("28. A database that somebody with full access opened to everybody", (stage, kind) => {
  test("is shut at the next look, with an event", async () => {
    const { addMember, run, access, database } = stage();
    const member = await addMember("full");
    const stranger = await makeStranger(stage());
    await open(stage(), member);
    expect(await refusalOf(stranger)).toBeUndefined();
    await run();
    expect(await refusalOf(stranger)).toBe("42501");
    const events = await access.db
      .selectFrom("events")
      .select(["type", "data"])
      .where("database_id", "=", database.id)
      .where("type", "in", ["access.drift_found", "access.repaired"])
      .orderBy("id")
      .execute();
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(["access.drift_found", "access.repaired"]));
  });

  test("is shut when they are revoked, and what else they opened is named", async () => {
    const { addMember, revoke, access, asApp, statusOf, database } = stage();
    await asApp("create table public.orders as select 42 as n");
    const member = await addMember("full");
    const stranger = await makeStranger(stage());
    await open(stage(), member);
    await queryOnce(member.url, "grant select on public.orders to public; grant usage on schema public to public");
    expect(await refusedQuery(stranger, "select n from public.orders")).toBeUndefined();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await refusalOf(stranger)).toBe("42501");
    const items = (await findClosure(access.db, member.id))!.could_still_use!.items;
    const named = items.map(({ name, decision }) => [name, decision]);
    expect(named).toContainEqual([`CONNECT on database ${database.dbname}`, "removed"]);
    expect(named).toContainEqual(["SELECT on table public.orders", null]);
  });

  test.runIf(rulesDiffer(kind))(
    "is told of also where the database quotes every name, so that none is like the one of before",
    async () => {
      const { addMember, revoke, access, asApp, database } = stage();
      await asApp("create function public.salary() returns int language sql as 'select 42'");
      await asApp("revoke execute on function public.salary() from public");
      const member = await addMember("full");
      await queryOnce(member.url, `alter database ${database.dbname} set quote_all_identifiers = on`);
      await queryOnce(member.url, "grant execute on function public.salary() to public");
      // Whoever was inside before does not know of the setting.
      await closeAdminConnections();
      await revoke(member);
      const items = (await findClosure(access.db, member.id))!.could_still_use!.items;
      expect(items.map(({ name }) => name)).toContainEqual("EXECUTE on function public.salary()");
    },
  );
});

const open = ({ database }: AccessStage, { url }: Member): Promise<unknown> =>
  queryOnce(url, `grant connect on database ${database.dbname} to public`);

async function makeStranger({ postgres, database, nextNumber }: AccessStage): Promise<string> {
  const name = `stranger_${nextNumber()}`;
  await postgres.query(`create role ${name} login password 'stranger'`);
  return postgres.urlFor(database.dbname, name, "stranger");
}
