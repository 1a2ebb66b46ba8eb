import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import { refusedQuery, type AccessStage } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

whereRulesDiffer("What one ended login leaves", (stage, kind) => {
  test("works for nobody on what another has left", async () => {
    const { revoke, access, postgres, database } = stage();
    const { maker, author, caller } = await leaveBoth(stage());
    await revoke(maker);
    await revoke(author);
    for (const attack of attacks) expect(await refusedQuery(caller.url, attack)).toBe("42501");
    expect(await rowsOf(stage())).toBe(1);
    expect((await findClosure(access.db, author.id))?.left_over).toEqual([
      expect.stringMatching(
        new RegExp(
          `^in ${database.dbname}, the use of .*function public.f\\(.* is taken from ${caller.login}: it would work with the rights of guestlist_kept$`,
        ),
      ),
    ]);
    // Views of what is one's own are read as before.
    expect(await refusedQuery(caller.url, "select from public.of_author")).toBeUndefined();
    const [view] = await postgres.query("select from pg_views where viewowner = 'guestlist_kept'", [], database.dbname);
    expect(view).toBeDefined();
  });

  test.runIf(showsAttack(kind))("would work for whoever was given it by name", async () => {
    const { revoke } = stage();
    const { maker, author, caller } = await leaveBoth(stage());
    const patch = patched("clean", (statements) =>
      statements.map((sql) => sql.replace(/FROM PUBLIC, .* CASCADE$/, "FROM PUBLIC")),
    );
    await revoke(maker, { patch });
    await revoke(author, { patch });
    for (const attack of attacks) expect(await refusedQuery(caller.url, attack)).toBeUndefined();
    expect(await rowsOf(stage())).toBe("dropped");
  });
});

const attacks = [
  "insert into public.with_rule values (1)",
  "update public.seen set n = 2",
  "update public.seen_twice set n = 3",
  "select public.f('drop table public.of_maker cascade')",
];

/** One leaves a table, another what works on it; the third is a login that Guestlist did not make, and was given that by name. */
async function leaveBoth({ addMember, postgres, database, nextNumber }: AccessStage) {
  const maker = await addMember("full");
  const author = await addMember("full");
  const login = `caller_${nextNumber()}`;
  await postgres.query(`create role ${login} login password 'their-own'`);
  await postgres.query(`grant connect on database "${database.dbname}" to ${login}`);
  const caller = { login, url: postgres.urlFor(database.dbname, login, "their-own") };
  await queryOnce(maker.url, "set role none; create table public.of_maker as select 1 as n");
  const to = `to "${caller.login}"`;
  await queryOnce(
    author.url,
    `set role none;
     create function public.f(q text) returns void language plpgsql security definer as $$ begin execute q; end $$;
     grant execute on function public.f(text) ${to};
     create view public.seen as select n from public.of_maker;
     create view public.seen_twice as select n from public.seen;
     create table public.with_rule (n int);
     create rule r as on insert to public.with_rule do also update public.of_maker set n = 4;
     grant update, select on public.seen, public.seen_twice ${to};
     grant insert on public.with_rule ${to};
     create table public.own (n int);
     create view public.of_author as select n from public.own;
     grant select on public.of_author ${to}`,
  );
  expect(await postgres.query("select n from public.of_maker", [], database.dbname)).toEqual([{ n: 1 }]);
  return { maker, author, caller };
}

const rowsOf = async ({ postgres, database }: AccessStage): Promise<number | "dropped"> =>
  postgres.query("select from public.of_maker where n = 1", [], database.dbname).then(
    (rows) => rows.length,
    () => "dropped",
  );
