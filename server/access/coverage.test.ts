import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Coverage } from "@guestlist/contract";
import { kindsThatDiffer, openAccessStage, refusedQuery, type AccessStage } from "../../test/support/access-stage.ts";
import { connect, queryOnce } from "../../test/support/postgres.ts";
import { findCoverage } from "./coverage-queries.ts";

describe.each(kindsThatDiffer)("on PostgreSQL $version with a $admin admin", ({ version, admin }) => {
  let stage: AccessStage;
  let database: AccessStage["database"];
  let stranger: string;
  beforeAll(async () => {
    stage = await openAccessStage({ version, admin, looksFirst: true });
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    database = await stage.newDatabase();
    stranger = `rds_${stage.nextNumber()}`;
    await stage.postgres.query(`create role ${stranger} login password 'x'`);
  });

  const inside = (sql: string) => stage.postgres.query(sql, [], database.dbname);
  async function measured(): Promise<Coverage> {
    const coverage = await findCoverage(stage.access.db, database.id);
    if (coverage === null) throw new Error("it was not measured");
    return coverage;
  }
  const sentences = async (): Promise<string[]> => (await measured()).gaps.map((gap) => gap.sentence);
  const tables = async () => {
    const { read_only: readOnly, read_write: readWrite } = await measured();
    return [readOnly.tables, readWrite.tables];
  };
  const every = (of: number) => [
    { reached: of, of },
    { reached: of, of },
  ];
  /** What nobody but a superuser may take away before PostgreSQL 15. */
  const before15 = version < 15 && admin === "createrole";
  const openPublic =
    "Everybody who connects may create in the schema public, which belongs to postgres: the admin connection has no rights on postgres.";

  test("every table of every schema is counted, and nothing is missing", async () => {
    await stage.asApp('create table one(id serial); create schema "Odd Name"; create table "Odd Name"."T 1"(n int)');
    await stage.asApp("create view seen as select * from one");
    await stage.run();
    expect(await tables()).toEqual(every(3));
    expect((await measured()).read_only.sequences).toEqual({ reached: 1, of: 1 });
    expect(await sentences()).toEqual(before15 ? [openPublic] : []);
  });

  test("what belongs to a role that the admin has no rights on is said, and keeps nothing else from being granted", async () => {
    await stage.asApp("create table ours(n int)");
    const reader = await stage.addMember("read-only");
    await inside(`create schema theirs authorization ${stranger}; grant usage on schema theirs to public;
      create table theirs.a(n int); create table theirs.b(n int); create sequence theirs.s;
      create table theirs.seen(n int); grant select on theirs.seen to public;
      create schema shut authorization ${stranger}; create table shut.c(n int); create table public.among(n int)`);
    for (const table of ["theirs.a", "theirs.b", "theirs.seen", "shut.c", "public.among"])
      await inside(`alter table ${table} owner to ${stranger}`);
    await inside(`alter sequence theirs.s owner to ${stranger}`);
    await stage.asApp("create table ours_too(n int)");
    await inside("revoke all on ours_too from public; alter default privileges revoke select on tables from public");
    await stage.run();
    if (admin === "superuser") {
      expect(await tables()).toEqual(every(7));
      expect(await sentences()).toEqual([]);
    } else {
      expect(await tables()).toEqual([
        { reached: 3, of: 7 },
        { reached: 2, of: 7 },
      ]);
      expect((await sentences()).filter((sentence) => sentence !== openPublic)).toEqual([
        `What ${stranger} creates from now on cannot be granted in advance.`,
        `The schema shut belongs to ${stranger} and cannot be granted, so its 1 table is out of reach.`,
        `1 sequence in schema theirs belongs to ${stranger} and cannot be granted.`,
        `1 table in schema public belongs to ${stranger} and cannot be granted.`,
        `For read-write: 1 table in schema theirs belongs to ${stranger} and cannot be granted.`,
        `2 tables in schema theirs belong to ${stranger} and cannot be granted.`,
      ]);
    }
    const refused = await Promise.all(
      ["ours", "ours_too", "theirs.a", "shut.c"].map((table) => refusedQuery(reader.url, `select * from ${table}`)),
    );
    const no = admin === "superuser" ? undefined : "42501";
    expect(refused).toEqual([undefined, undefined, no, no]);
  });

  test("a new schema, a table made by a person beside the owner role, and a new creator are covered by the next reconcile", async () => {
    const reader = await stage.addMember("read-only");
    const writer = await stage.addMember("read-write");
    const full = await stage.addMember("full");
    await stage.run();
    await stage.asApp("create schema fresh; create table fresh.one(n int)");
    await queryOnce(full.url, "set role none; create table public.own(n int)");
    await inside(`grant create, usage on schema fresh to ${stranger}`);
    if (admin === "createrole") await stage.postgres.query(`grant ${stranger} to managed_admin`);
    await queryOnce(
      stage.postgres.urlFor(database.dbname),
      `set role ${stranger}; create table fresh.by_stranger(n int)`,
    );
    await stage.run();
    expect(await tables()).toEqual(every(3));
    expect((await sentences()).filter((sentence) => sentence !== openPublic)).toEqual([]);
    // The new creator's next table needs no reconcile.
    await queryOnce(stage.postgres.urlFor(database.dbname), `set role ${stranger}; create table fresh.later(n int)`);
    const made = ["fresh.one", "own", "fresh.by_stranger", "fresh.later"];
    const asked = (url: string, sql: (table: string) => string) =>
      Promise.all(made.map((table) => refusedQuery(url, sql(table))));
    const all = (code: string | undefined) => made.map(() => code);
    expect(await asked(reader.url, (table) => `select * from ${table}`)).toEqual(all(undefined));
    expect(await asked(reader.url, (table) => `delete from ${table}`)).toEqual(all("42501"));
    expect(await asked(writer.url, (table) => `insert into ${table} values (1)`)).toEqual(all(undefined));
    // Nothing was left behind by which the admin would be somebody else.
    expect(
      await inside(`select pg_get_userbyid(member) as member from pg_auth_members where roleid = '${full.login}'::regrole
        and member::regrole::text in ('postgres', 'managed_admin')`),
    ).toHaveLength(admin === "createrole" && version >= 16 ? 2 : 0);
  });

  test("row-level security, functions, large objects and foreign servers are counted as what no level covers", async () => {
    await stage.asApp(`create table guarded(n int); alter table guarded enable row level security;
      create function hidden() returns int language sql as 'select 1'; revoke execute on function hidden() from public`);
    await stage.asApp("select lo_create(4711)");
    await inside(`create foreign data wrapper w; create server far foreign data wrapper w`);
    await stage.run();
    const owner = `${database.dbname}_owner`;
    expect((await sentences()).filter((sentence) => sentence !== openPublic)).toEqual([
      "1 foreign server of postgres cannot be used.",
      `1 function of ${owner} in schema public cannot be called: EXECUTE was taken from everybody.`,
      `1 large object of ${owner} cannot be read.`,
      `Row-level security applies to 1 table of ${owner} in schema public: its policies decide which rows are seen.`,
    ]);
  });

  test("a measurement that says the same is not written again, and repairs nothing", async () => {
    await stage.run();
    const before = await measured();
    const events = () => stage.access.db.selectFrom("events").select("id").execute();
    const count = (await events()).length;
    await stage.run();
    expect((await measured()).measured_at).toBe(before.measured_at);
    expect((await events()).length).toBe(count);
  });

  test("a level is swapped in one transaction: at no moment is there none, and at none are there two", async () => {
    await stage.asApp("create table orders(n int)");
    const member = await stage.addMember("read-only");
    const session = await connect(member.url);
    await session.query("select * from orders");
    const watcher = await connect(stage.postgres.urlFor(database.dbname));
    const seen = new Set<string>();
    let watching = true;
    const watched = (async () => {
      while (watching) {
        const { rows } = await watcher.query<{ groups: string[] | null }>(
          "select array_agg(roleid::regrole::text) as groups from pg_auth_members where member = $1::regrole",
          [member.login],
        );
        seen.add((rows[0]?.groups ?? []).map((group) => group.replace(/^.*_/, "")).join(" and "));
      }
    })();
    for (const access of ["read-write", "full"]) {
      await stage.access.db.updateTable("collaborators").set({ access }).where("id", "=", member.id).execute();
      await stage.run();
      // The session that was open when the level rose goes on, and has the new one.
      await session.query("insert into orders values (1)");
    }
    for (const access of ["read-only", "full", "read-write", "read-only", "read-write"]) {
      await stage.access.db.updateTable("collaborators").set({ access }).where("id", "=", member.id).execute();
      await stage.run();
    }
    watching = false;
    await watched;
    await Promise.all([session.end().catch(() => undefined), watcher.end()]);
    expect([...seen].toSorted()).toEqual(["owner", "ro", "rw"]);
  });
});
