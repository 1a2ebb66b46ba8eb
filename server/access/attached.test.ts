import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { Person } from "../../test/support/access.ts";
import {
  lookAndReconcile,
  openAccessStage,
  superusersThatDiffer,
  type AccessStage,
} from "../../test/support/access-stage.ts";
import { connect, queryOnce } from "../../test/support/postgres.ts";
import { reconcile } from "./reconcile.ts";
import type { Step } from "./step.ts";

// A provider's admin has no rights on a database that somebody else's login owns, until it is given them.
describe.each(superusersThatDiffer)("PostgreSQL $version:", (kind) => {
  let stage: AccessStage;
  let postgres: AccessStage["postgres"];
  let access: AccessStage["access"];
  let serverId: string;
  let owner: Person;
  beforeAll(async () => {
    stage = await openAccessStage(kind);
    ({ postgres, access, serverId, owner } = stage);
  });
  afterAll(() => stage.close());

  let counter = 0;
  /** A database that was there before: owned by a login, with tables of two owners in two schemas, used by a third login. */
  async function standing(): Promise<{ dbname: string; urlOf: (role: string) => string }> {
    const n = ++counter;
    const dbname = `legacy_${n}`;
    const [boss, other, app] = [`boss_${n}`, `other_${n}`, `app_${n}`];
    for (const role of [boss, other, app]) await postgres.query(`create role ${role} login password 'x'`);
    await postgres.query(`create database ${dbname} owner ${boss}`);
    const urlOf = (role: string): string => postgres.urlFor(dbname, `${role}_${n}`, "x");
    await postgres.query(`grant create on database ${dbname} to ${other}`);
    await queryOnce(
      urlOf("boss"),
      `create table public.mine(id serial primary key, n int); create type mood as enum ('fine'); create view seen as select 1 as one;
     create aggregate cnt(*) (sfunc = int8inc, stype = int8, initcond = '0'); create aggregate most(int) (sfunc = int4larger, stype = int);
     create procedure tidy() language sql as 'select 1';
     create function twice(int) returns int language sql as 'select $1 * 2'; create domain small as int; create type pair as (a int, b int);
     create materialized view counted as select 1 as n; create sequence alone; create table parted(d int) partition by range (d);
     create table part1 partition of parted for values from (0) to (9); grant usage on schema public to ${app}; grant select on mine to ${app}`,
    );
    await queryOnce(urlOf("other"), "create schema others; create table others.theirs(n int)");
    return { dbname, urlOf };
  }

  const person = async (): Promise<Person> => bench.addAccount(access.db, `person${++counter}`);

  async function addMember(databaseId: string, dbname: string, level: "full" | "read-write" | "read-only") {
    const id = await bench.addAccepted(access.db, databaseId, await person(), owner, level);
    await lookAndReconcile(access.platform, databaseId);
    const login = await bench.loginOf(access.db, id);
    await postgres.query(`alter role "${login.role_name}" password 'their-own'`);
    return { id, login, url: postgres.urlFor(dbname, login.role_name, "their-own") };
  }

  const refused = async (url: string, sql: string): Promise<string | undefined> =>
    queryOnce(url, sql).then(
      () => undefined,
      (error: unknown) => (error as { code?: string }).code,
    );

  test("levels hold on tables of two owners, also on those made later, and the logins that were there go on", async () => {
    const { dbname, urlOf } = await standing();
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "kept");
    const reader = await addMember(id, dbname, "read-only");
    const writer = await addMember(id, dbname, "read-write");
    await queryOnce(urlOf("boss"), "create table public.mine_later(n int)");
    await queryOnce(urlOf("other"), "create table others.theirs_later(n int)");

    for (const table of ["public.mine", "public.mine_later", "others.theirs", "others.theirs_later"]) {
      await queryOnce(reader.url, `select * from ${table}`);
      expect(await refused(reader.url, `insert into ${table}(n) values (1)`)).toBe("42501");
      await queryOnce(writer.url, `insert into ${table}(n) values (1)`);
    }
    expect(await refused(writer.url, "create table public.new_one(n int)")).toBe("42501");
    await queryOnce(urlOf("app"), "select * from public.mine");
    await postgres.query(`create role late_${counter} login password 'x'`);
    expect(await refused(postgres.urlFor(dbname, `late_${counter}`, "x"), "select 1")).toBe("42501");
    expect(await refused(urlOf("boss"), "create temp table t(n int)")).toBeUndefined();
  });

  test("full waits until the ownership is moved, and says so", async () => {
    const { dbname } = await standing();
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "kept");
    const collaborator = await bench.addAccepted(access.db, id, await person(), owner, "full");
    await lookAndReconcile(access.platform, id);
    expect(await bench.loginOf(access.db, collaborator)).toMatchObject({
      state: "making",
      blocked: expect.stringContaining("waits until its ownership is moved"),
    });
    const logins = await access.db.selectFrom("logins").select("account_id").where("database_id", "=", id).execute();
    expect(logins).toHaveLength(1);
  });

  test("the ownership moves to a role that cannot log in, and the old owner loses nothing", async () => {
    const { dbname, urlOf } = await standing();
    const session = await connect(urlOf("boss"));
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
    await lookAndReconcile(access.platform, id);
    await lookAndReconcile(access.platform, id);
    const row = await access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: "ready",
      ownership: "moved",
      owner_role: `${dbname}_owner`,
      previous_owner_role: expect.stringMatching(/^boss_/),
      blocked: null,
    });
    const left = await postgres.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'others') and pg_get_userbyid(c.relowner) like 'boss%' and c.relkind <> 'i'
     union all select typname from pg_type where pg_get_userbyid(typowner) like 'boss%'
     union all select proname from pg_proc where pg_get_userbyid(proowner) like 'boss%'`,
      [],
      dbname,
    );
    expect(left).toEqual([]);
    await session.query("insert into public.mine(n) values (1)");
    await queryOnce(urlOf("boss"), "create table public.after_move(n int); drop view seen");
    expect(await postgres.query("select tableowner from pg_tables where tablename = 'after_move'", [], dbname)).toEqual(
      [{ tableowner: `${dbname}_owner` }],
    );
    expect(await postgres.query("select rolcanlogin from pg_roles where rolname = $1", [`${dbname}_owner`])).toEqual([
      { rolcanlogin: false },
    ]);
    const full = await addMember(id, dbname, "full");
    await queryOnce(
      full.url,
      "create table public.made_by_full(n int); select * from others.theirs; insert into others.theirs values (1)",
    );
    const own = await access.db
      .selectFrom("logins")
      .selectAll()
      .where("database_id", "=", id)
      .where("collaborator_id", "is", null)
      .execute();
    expect(own).toMatchObject([{ state: "ready", access: "full" }]);
    await session.end();
  });

  test("something that PostgreSQL does not let go of keeps neither the rest of the move nor anybody's access", async () => {
    const { dbname } = await standing();
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
    const reader = await bench.addAccepted(access.db, id, await person(), owner, "read-only");
    const odd = "do $$ begin raise exception 'not this one' using errcode = 'XX123'; end $$";
    const patch = (step: Step): Step =>
      step.kind === "move-ownership"
        ? { ...step, sql: step.sql.map((sql) => (/ public.tidy\(/.test(sql) ? odd : sql)) }
        : step;
    await reconcile(access.platform, id, { patch });
    expect(await bench.loginOf(access.db, reader)).toMatchObject({ state: "ready" });
    const row = () => access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({
      ownership: "moving",
      blocked: expect.stringMatching(
        /^Move ROUTINE public.tidy\(\) from boss_\d+ to .*: PostgreSQL refuses this: not this one\.$/,
      ),
    });
    await lookAndReconcile(access.platform, id);
    expect(await row()).toMatchObject({ ownership: "moved", blocked: null });
  });

  test("a lock in the way of the move is waited for without keeping anybody else waiting", async () => {
    const { dbname, urlOf } = await standing();
    const holder = await connect(urlOf("boss"));
    await holder.query("begin; lock table public.mine in access share mode");
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
    const reader = await addMember(id, dbname, "read-only");
    expect(reader.login.state).toBe("ready");
    const moving = await access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(moving).toMatchObject({
      state: "ready",
      ownership: "moving",
      blocked: expect.stringMatching(
        new RegExp(
          String.raw`^table public\.mine in ${dbname} is locked by pid \d+ \(boss.*A lock that somebody holds`,
        ),
      ),
    });
    // Its owner has what it had, whatever has moved.
    await queryOnce(
      urlOf("boss"),
      "insert into public.mine(n) values (1); select * from seen; create table made_meanwhile()",
    );
    // Somebody else holds it by now: that is shown, and is no further event.
    const next = await connect(urlOf("boss"));
    await next.query("set application_name = 'next'; begin; lock table public.mine in access share mode");
    await holder.query("commit");
    await reconcile(access.platform, id);
    const still = await access.db.selectFrom("databases").select("blocked").where("id", "=", id).executeTakeFirst();
    expect(still?.blocked).toMatch(/ is locked by pid \d+ \(boss_\d+, next\)/);
    const events = access.db.selectFrom("events").where("database_id", "=", id).where("type", "=", "database.blocked");
    expect(await events.select("type").execute()).toHaveLength(1);
    await next.end();
    await lookAndReconcile(access.platform, id);
    const moved = await access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect(moved).toMatchObject({ ownership: "moved", blocked: null });
    await holder.end();
  });
});
