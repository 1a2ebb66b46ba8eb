import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RevocationPreview } from "@guestlist/contract";
import { kindsThatDiffer, openAccessStage, type AccessStage, type Member } from "../../test/support/access-stage.ts";
import { connect, queryOnce } from "../../test/support/postgres.ts";
import { previewRevocation } from "./preview-revocation.ts";

describe.each(kindsThatDiffer)("on PostgreSQL $version with a $admin admin", (kind) => {
  let stage: AccessStage;
  let member: Member;
  beforeAll(async () => {
    stage = await openAccessStage(kind);
    await stage.postgres.query("alter system set max_prepared_transactions = 5");
    await stage.postgres.stop();
    await stage.postgres.start();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.newDatabase();
    member = await stage.addMember("full");
  });

  const asMember = (sql: string) => queryOnce(member.url, `set role none; ${sql}`);
  async function preview(): Promise<RevocationPreview> {
    const actor = { accountId: stage.owner.id, email: stage.owner.email };
    const grant = { database: await stage.row(), standing: "owner" };
    const params = { id: member.id };
    const call = { platform: stage.access.platform, actor, grant, params };
    return ((await previewRevocation.run(call as never)) as { body: RevocationPreview }).body;
  }

  test("somebody who did nothing yet leaves nothing behind", async () => {
    expect(await preview()).toEqual({
      seen: true,
      not_seen: [],
      login_name: member.login,
      sessions: [],
      objects: [],
      locks: [],
      prepared_transactions: [],
      owner_prepared_transactions: [],
      subscriptions: [],
      user_mappings: [],
      memberships: 1,
      grants: 0,
      given: [],
      given_count: 0,
      security_definer_functions: [],
      invitations: [],
      api_tokens: 0,
      could_still_use: { seen_at: expect.any(String), items: [], left_out: 0, api_tokens: 0 },
    });
  });

  test("a user mapping is named, and whether it holds a password that they may know", async () => {
    const { postgres, database } = stage;
    const inside = (sql: string) => postgres.query(sql, undefined, database.dbname);
    await inside(
      `create extension postgres_fdw; create server far foreign data wrapper postgres_fdw; create server "Open" foreign data wrapper postgres_fdw`,
    );
    await inside(`create user mapping for "${member.login}" server far options (user 'x', password 'only-for-tests')`);
    await inside(`create user mapping for "${member.login}" server "Open" options (user 'x')`);
    const seen = kind.admin === "superuser";
    expect((await preview()).user_mappings).toEqual([
      { server: '"Open"', database: database.dbname, holds_password: seen ? false : null },
      { server: "far", database: database.dbname, holds_password: seen ? true : null },
    ]);
  });

  test("what is owned has its size, and a lock of somebody else on it is named with who holds it", async () => {
    await asMember(`create table public.theirs as select generate_series(1, 20000) as n; create table public.free(n int);
      create view public.seen as select 1 as one`);
    const holder = await connect(`${stage.postgres.urlFor(stage.database.dbname)}?application_name=reporting`);
    await holder.query("begin; lock table public.theirs in access share mode");
    const seen = await preview();
    expect(seen.objects).toEqual(
      expect.arrayContaining([
        { database: stage.database.dbname, kind: "table", count: 2, bytes: expect.any(Number) },
        { database: stage.database.dbname, kind: "view", count: 1, bytes: null },
      ]),
    );
    expect(seen.objects.find((each) => each.kind === "table")?.bytes).toBeGreaterThan(700_000);
    const [{ pid } = { pid: 0 }] = (await holder.query<{ pid: number }>("select pg_backend_pid() as pid")).rows;
    expect(seen.locks).toEqual([
      {
        database: stage.database.dbname,
        object: "table public.theirs",
        pid,
        login: "postgres",
        application: "reporting",
        since: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    await holder.query("rollback; begin; lock table public.theirs in access exclusive mode");
    const behind = await preview();
    expect(behind.objects.find((each) => each.kind === "table")).toMatchObject({ count: 2, bytes: null });
    expect(behind.locks).toHaveLength(1);
    await holder.end();
    expect((await preview()).locks).toEqual([]);
  });

  test("a prepared transaction of theirs is named, and is no lock in the way; one of somebody else is", async () => {
    await asMember("create table public.theirs(n int); grant insert on public.theirs to public");
    const session = await connect(member.url);
    await session.query("set role none; begin");
    await session.query("insert into public.theirs values (1)");
    await session.query("prepare transaction 'of-theirs'");
    await session.end();
    const other = await connect(stage.postgres.urlFor(stage.database.dbname));
    await other.query("begin");
    await other.query("insert into public.theirs values (2)");
    await other.query("prepare transaction 'of-another'");
    await other.end();
    const seen = await preview();
    expect(seen.prepared_transactions).toMatchObject([{ gid: "of-theirs", database: stage.database.dbname }]);
    expect(seen.locks).toMatchObject([
      { object: "table public.theirs", pid: null, login: "postgres", application: "prepared transaction of-another" },
    ]);
    const admin = await connect(stage.postgres.urlFor(stage.database.dbname));
    await admin.query("rollback prepared 'of-theirs'");
    await admin.query("rollback prepared 'of-another'");
    await admin.end();
  });

  test("what they gave to others is told with whom and on what; what we gave to the groups is not theirs", async () => {
    const friend = await stage.addMember("full");
    const reader = await stage.addMember("read-only");
    await asMember(`create table public.theirs(n int, m int); create schema theirs;
      create function public.trick() returns int language sql security definer as 'select 1';
      create function public.plain() returns int language sql as 'select 1'`);
    await stage.run();
    expect((await preview()).given).toEqual([]);
    await asMember(`grant select, insert on public.theirs to "${friend.login}"; grant update (m) on public.theirs to "${friend.login}";
      grant usage on schema theirs to public; grant insert on public.theirs to "${reader.login}"`);
    await stage.asApp(
      `create table app_owned(n int); grant select on app_owned to "${member.login}" with grant option`,
    );
    await asMember(`grant select on app_owned to "${friend.login}"`);
    const { database, ...seen } = { database: stage.database.dbname, ...(await preview()) };
    const to = { database, to: friend.login, email: friend.person.email };
    const expected = [
      { ...to, on: "table public.app_owned", privileges: ["SELECT"], stays: false },
      { ...to, on: "table public.theirs", privileges: ["INSERT", "SELECT"], stays: true },
      { ...to, on: "table column public.theirs.m", privileges: ["UPDATE"], stays: true },
      // Below full nothing of their own stays with anybody.
      {
        ...to,
        to: reader.login,
        email: reader.person.email,
        on: "table public.theirs",
        privileges: ["INSERT"],
        stays: false,
      },
      { database, to: "everybody", email: null, on: "schema theirs", privileges: ["USAGE"], stays: false },
    ];
    expect(seen.given).toHaveLength(expected.length);
    expect(seen.given).toEqual(expect.arrayContaining(expected));
    expect(seen.given_count).toBe(5);
    expect(seen.security_definer_functions).toEqual([{ database, name: "public.trick()" }]);
    expect(seen.grants).toBeGreaterThan(0);

    // It was the truth: what stays is there after the revoke, and what does not is gone at the next look.
    await stage.revoke(member);
    await stage.run();
    const left = await stage.postgres.query(
      `select c.relname as name, x.privilege_type as privilege from pg_class c, aclexplode(c.relacl) x
       where x.grantee in ($1::regrole, $2::regrole) and c.relname in ('theirs', 'app_owned') order by 1, 2`,
      [friend.login, reader.login],
      database,
    );
    expect(left).toEqual([
      { name: "theirs", privilege: "INSERT" },
      { name: "theirs", privilege: "SELECT" },
    ]);
    const open = await stage.postgres.query(
      "select has_schema_privilege('public', 'theirs', 'USAGE') as still",
      [],
      database,
    );
    expect(open).toEqual([{ still: false }]);
  });

  test.runIf(kind.version >= 16)("a subscription of theirs is named", async () => {
    const inside = (sql: string) => stage.postgres.query(sql, [], stage.database.dbname);
    await inside(
      `create subscription feed connection 'dbname=nowhere password=x' publication p with (connect = false, slot_name = none)`,
    );
    await inside(`grant create on database "${stage.database.dbname}" to "${member.login}"`);
    await inside(`grant pg_create_subscription to "${member.login}"`);
    await inside(`alter subscription feed owner to "${member.login}"`);
    expect((await preview()).subscriptions).toEqual([{ name: "feed", database: stage.database.dbname }]);
    await inside("alter subscription feed owner to postgres");
    await inside("drop subscription feed");
  });

  test("a server that does not answer is said, and what is known without it is told", async () => {
    await stage.postgres.stop();
    try {
      expect(await preview()).toMatchObject({ seen: false, login_name: member.login, sessions: [], objects: [] });
    } finally {
      await stage.postgres.start();
    }
  });
});
