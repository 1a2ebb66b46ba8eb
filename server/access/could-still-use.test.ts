import type { Closure, CouldStillUse, Leftover, NewUserPasswordAnswer, Receipt } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appPassword } from "../../test/support/access.ts";
import {
  kindsThatDiffer,
  gone,
  openAccessStage,
  refusedQuery,
  type AccessStage,
  type Member,
} from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { listUsers, recordShown } from "../databases/user-queries.ts";
import { couldStillUse } from "./could-still-use.ts";
import { decideLeftover } from "./decide-leftover.ts";
import { findServer } from "./queries.ts";
import { findLoginOf } from "./reading-queries.ts";
import { listReceipts } from "./receipt-queries.ts";

describe.each(kindsThatDiffer)("on PostgreSQL $version as $admin", (kind) => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await openAccessStage(kind);
    await stage.newDatabase();
    // A function that the application keeps to itself, a table that everybody may read, and code, all before anybody comes.
    for (const sql of [
      "create table public.orders(n int); create table public.notes(n int); grant select on public.notes to public",
      "create function public.secret() returns int language sql as 'select 1'; revoke execute on function public.secret() from public",
      "create function public.before() returns int language sql security definer as 'select 1'",
    ])
      await stage.asApp(sql);
  });
  afterAll(() => stage.close());

  const grant = async () => ({ database: await stage.row(), standing: "owner" as const });
  const call = async (params: object, body: object) => ({
    platform: stage.access.platform,
    actor: { accountId: stage.owner.id, email: stage.owner.email },
    grant: await grant(),
    params,
    body,
  });
  async function decide(closure: Closure, item: number, decision: string) {
    const made = await call({ id: String(closure.number), item: String(item) }, { decision });
    return ((await decideLeftover.run(made as never)) as unknown as Decided).body;
  }
  interface Decided {
    body: { closure: Closure; new_password: NewUserPasswordAnswer | null };
  }
  const closureOf = async (member: Member): Promise<Closure> => (await findClosure(stage.access.db, member.id))!;
  const signed = async (closure: Closure): Promise<Receipt[]> =>
    (await listReceipts(stage.access.db, closure.id)).map(({ text }) => JSON.parse(text) as Receipt);
  async function previewOf(member: Member): Promise<CouldStillUse> {
    const { db, platform } = stage.access;
    const server = (await findServer(db, stage.serverId))!;
    return couldStillUse(platform, server, await stage.row(), (await findLoginOf(db, member.id))!);
  }
  async function showSecretTo(member: Member): Promise<void> {
    const [user] = await listUsers(stage.access.db, stage.database.id);
    await stage.access.db.transaction().execute((tx) => recordShown(tx, user!.id, member.person.id));
  }
  const named = (used: CouldStillUse | null | undefined, name: RegExp): Leftover =>
    used!.items.find((item) => name.test(item.name))!;

  test("nothing is said of somebody who left nothing", async () => {
    const member = await stage.addMember("read-only");
    const nothing = { items: [], left_out: 0, api_tokens: 0 };
    expect(await previewOf(member)).toMatchObject({ ...nothing, seen_at: expect.any(String) });
    await stage.revoke(member);
    expect((await closureOf(member)).could_still_use).toMatchObject({ ...nothing, seen_at: expect.any(String) });
  });

  test("what they opened and left is named before and after, and each can be decided about", async () => {
    const member = await stage.addMember("full");
    await showSecretTo(member);
    const asThem = (sql: string) => queryOnce(member.url, sql);
    // As the owner role: nothing in PostgreSQL tells who did it.
    await asThem("grant select, insert on public.orders to public");
    await asThem("grant select on public.notes to public; grant select (n) on public.notes to public");
    await asThem("grant execute on function public.secret() to public");
    await asThem("alter default privileges in schema public grant select on tables to public");
    await asThem("create function public.trap() returns int language sql security definer as 'select 2'");
    // As themself.
    await asThem(
      "set role none; create function public.theirs() returns int language sql security definer as 'select 3'",
    );
    await asThem(
      "set role none; create function public.fire() returns trigger language plpgsql as 'begin return new; end'",
    );
    await asThem("create trigger audit before insert on public.orders for each row execute function public.fire()");
    await asThem("set role none; create view public.peek as select 1 as one");

    const before = await previewOf(member);
    const expected = [
      [/_app$/, "database_user", true],
      [/^function public.theirs\(\)$/, "function", true],
      [/^function public.trap\(\)$/, "function", true],
      [/^trigger audit on public.orders$/, "trigger", true],
      [/^INSERT, SELECT on table public.orders$/, "public_privilege", true],
      [/^SELECT on table column public.notes.n$/, "public_privilege", true],
      [/^EXECUTE on function public.secret\(\)$/, "public_privilege", true],
      [/^SELECT on tables that .* will create in schema public$/, "public_privilege", true],
      [/^view public.peek$/, "view", true],
      [/^function public.fire\(\)$/, "function", true],
    ] as const;
    for (const [name, itemKind, since] of expected)
      expect(named(before, name)).toMatchObject({
        kind: itemKind,
        since_they_came: since,
        decision: null,
      });
    // What was there before them is none of theirs.
    expect(before.items.map(({ name }) => name).join()).not.toMatch(/before\(\)|table public.notes,/);
    expect(before.items).toHaveLength(expected.length);

    await stage.revoke(member);
    let closure = await closureOf(member);
    expect(closure.login_dropped_at).not.toBeNull();
    expect(closure.could_still_use!.items.map(({ name }) => name)).toEqual(before.items.map(({ name }) => name));
    const statements = await signed(closure);
    for (const each of statements)
      expect(each.could_still_use!.items.map(({ decision }) => decision)).toEqual(expected.map(() => null));

    const used = () => closure.could_still_use;
    const open = await connect(
      stage.postgres.urlFor(stage.database.dbname, `${stage.database.dbname}_app`, appPassword),
    );
    const rotated = await decide(closure, named(used(), /_app$/).item, "rotate");
    await expect(open.query("select 1")).rejects.toThrow(gone);
    const app = `${stage.database.dbname}_app`;
    expect(await refusalOf(stage.postgres.urlFor(stage.database.dbname, app, appPassword))).toBe("28P01");
    const uri = stage.postgres.urlFor(stage.database.dbname, app, rotated.new_password!.password);
    await queryOnce(uri, "select 1");

    const nobody = await makeNobody(stage);
    expect(await refusedQuery(nobody, "select * from public.orders")).toBeUndefined();
    for (const [name, itemKind] of expected.slice(1))
      if (itemKind !== "function" || /secret|theirs|trap/.test(String(name)))
        await decide(closure, named(used(), name).item, "remove");
    expect(await refusedQuery(nobody, "select * from public.orders")).toBe("42501");
    expect(await refusedQuery(nobody, "select n from public.notes")).toBeUndefined();
    expect(await refusedQuery(nobody, "select public.secret()")).toBe("42501");
    expect(await refusedQuery(uri, "select public.trap()")).toBe("42883");
    expect(await refusedQuery(uri, "select public.theirs()")).toBe("42883");
    expect(await refusedQuery(uri, "select * from public.peek")).toBe("42P01");
    await queryOnce(uri, "insert into public.orders values (1); create table public.later(n int)");
    expect(await refusedQuery(nobody, "select * from public.later")).toBe("42501");
    const kept = await decide(closure, named(used(), /fire\(\)/).item, "keep");
    expect(kept.new_password).toBeNull();

    closure = await closureOf(member);
    const [newest] = await signed(closure);
    expect(newest!.statement).toBe(statements.length + expected.length);
    expect(newest!.could_still_use!.items.map(({ decision }) => decision)).toEqual(
      closure.could_still_use!.items.map(({ kind: of, name }) =>
        of === "database_user" ? "rotated" : /fire/.test(name) ? "kept" : "removed",
      ),
    );
    expect(newest!.could_still_use!.items[0]).toMatchObject({ decided_by: stage.owner.email });
    const events = await stage.access.db
      .selectFrom("events")
      .select(["type", "actor_email", "subject_email"])
      .where("type", "=", "closure.decided")
      .execute();
    expect(events).toHaveLength(expected.length);
    expect(events[0]).toMatchObject({ actor_email: stage.owner.email, subject_email: member.person.email });
  });

  test("what the reconciler closes by itself is found gone, and nobody's decision", async () => {
    const member = await stage.addMember("full");
    await queryOnce(member.url, `grant connect on database ${stage.database.dbname} to public`);
    await queryOnce(
      member.url,
      "set role none; create table public.shown(n int); grant select on public.shown to public",
    );
    await stage.revoke(member);
    const items = (await closureOf(member)).could_still_use!.items.filter(({ name }) => /database|shown/.test(name));
    expect(items.map(({ name, decision, decided_by: by }) => [name, decision, by])).toEqual([
      [`CONNECT on database ${stage.database.dbname}`, "removed", null],
      ["SELECT on table public.shown", "removed", null],
    ]);
  });
});

async function makeNobody({ postgres, database }: AccessStage): Promise<string> {
  await postgres.query("create role nobody login password 'nobody'");
  await postgres.query(`grant connect on database ${database.dbname} to nobody`);
  return postgres.urlFor(database.dbname, "nobody", "nobody");
}
