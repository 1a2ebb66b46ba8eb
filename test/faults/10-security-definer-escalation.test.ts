import { expect, test } from "vitest";
import { refusedQuery, type AccessStage, type Member } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("10. A SECURITY DEFINER function that an ended login leaves behind", (stage, { admin }) => {
  test("runs for nobody, and would run as a role that can do nothing", async () => {
    const { addMember, revoke, postgres, database } = stage();
    const accomplice = await addMember("read-only");
    const member = await leaveTrap(stage(), accomplice);
    await revoke(member);
    const call = "select public.trap()";
    expect(await refusedQuery(accomplice.url, call)).toBe("42501");
    const [left] = await postgres.query(
      "select pg_get_userbyid(proowner) as owner from pg_proc where proname = 'trap'",
      [],
      database.dbname,
    );
    expect(left).toEqual({ owner: "guestlist_kept" });
    await postgres.query(
      `grant execute on function public.trap() to "${accomplice.login}"`,
      undefined,
      database.dbname,
    );
    expect(await refusedQuery(accomplice.url, call)).toBe("42501");
    expect(await attributesOf(stage(), accomplice)).toEqual({ rolsuper: false, rolcreatedb: false });
  });

  test.runIf(admin === "superuser")("would make its caller a superuser, were it given to the admin role", async () => {
    const { addMember, revoke, postgres } = stage();
    const accomplice = await addMember("read-only");
    const member = await leaveTrap(stage(), accomplice);
    const patch = patched("clean", (statements) =>
      statements
        .filter((sql) => !sql.endsWith("FROM PUBLIC"))
        .map((sql) => sql.replace(/TO "guestlist_kept"$/, 'TO "postgres"')),
    );
    await revoke(member, { patch });
    await queryOnce(accomplice.url, "select public.trap()");
    expect(await attributesOf(stage(), accomplice)).toEqual({ rolsuper: true, rolcreatedb: true });
    await postgres.query(`alter role "${accomplice.login}" nosuperuser nocreatedb`);
  });
});

async function leaveTrap({ addMember }: AccessStage, accomplice: Member): Promise<Member> {
  const member = await addMember("full");
  await queryOnce(
    member.url,
    `set role none; create function public.trap() returns void language plpgsql security definer as
     $$ begin execute 'alter role "${accomplice.login}" superuser createdb'; end $$`,
  );
  return member;
}

async function attributesOf({ postgres }: AccessStage, { login }: Member): Promise<unknown> {
  const [row] = await postgres.query("select rolsuper, rolcreatedb from pg_roles where rolname = $1", [login]);
  return row;
}
