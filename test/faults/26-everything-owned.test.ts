import { expect, test } from "vitest";
import { findClosure } from "../../server/collaborators/closure.ts";
import * as bench from "../support/access.ts";
import { refusedQuery, type AccessStage, type Kind, type Member } from "../support/access-stage.ts";
import { connect } from "../support/postgres.ts";
import { everyVersion, rulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

everyVersion("26. What an ended login owned, one of every kind that PostgreSQL has", (stage, kind) => {
  test("is kept whole by a role that can do nothing, and the login is dropped", async () => {
    const { revoke, access, statusOf, postgres, database } = stage();
    const member = await owner(stage(), kind);
    const before = await ownedBy(stage(), member.login);
    expect(new Set(before.map(({ kind: each }) => each))).toEqual(new Set(kindsToKeep));
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect(await ownedBy(stage(), "guestlist_kept")).toEqual(before);
    expect(await postgres.query("select n from theirs.filled", [], database.dbname)).toEqual([{ n: 7 }]);
    const closure = await findClosure(access.db, member.id);
    expect(closure?.objects_moved).toContainEqual({ database: database.dbname, kind: "publication", count: 1 });
    expect(closure?.objects_moved.map(({ kind: each }) => each)).not.toContain("user mapping");
    expect(closure?.left_over).toEqual([
      expect.stringMatching(`^the user mapping for the foreign server theirs in ${database.dbname} is taken away`),
    ]);
    await putBack(stage());
  });

  test.runIf(rulesDiffer(kind))("and what was lent to the role that keeps it is taken back", async () => {
    const { revoke, postgres, database } = stage();
    await revoke(await owner(stage(), kind));
    const [kept] = await postgres.query(
      `select has_database_privilege(oid, $1, 'CREATE') as makes_schemas, has_schema_privilege(oid, 'public', 'CREATE') as makes_tables,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
         has_foreign_data_wrapper_privilege(oid, 'postgres_fdw', 'USAGE') as makes_servers
       from pg_roles r where rolname = 'guestlist_kept'`,
      [database.dbname],
      database.dbname,
    );
    const nothing = { makes_schemas: false, makes_servers: false, memberships: 0 };
    expect(kept).toMatchObject(nothing);
    await putBack(stage());
  });

  test.runIf(showsAttack(kind))("is not dropped with what is taken away: a guard stands before it", async () => {
    const { revoke, access, postgres, database } = stage();
    const member = await owner(stage(), kind);
    await revoke(member, { patch: patched("clean", (sql) => sql.filter((each) => !each.startsWith("REASSIGN"))) });
    expect((await bench.loginOf(access.db, member.id)).state).toBe("closed");
    expect(await postgres.query("select n from theirs.filled", [], database.dbname)).toEqual([{ n: 7 }]);
    expect(await refusedQuery(postgres.urlFor(database.dbname), "select from theirs.seen")).toBeUndefined();
    await postgres.query(`drop database ${database.dbname}_theirs`);
    await stage().run();
    await putBack(stage());
  });
});

/** Those that a login without a superuser's rights can have. Foreign-data wrappers and event triggers it cannot. */
const kindsToKeep =
  `aggregate, collation, conversion, database, extension, foreign table, function, language, large object, materialized view,
   operator, operator class, operator family, procedure, publication, schema, sequence, server, statistics object, table,
   tablespace, text search configuration, text search dictionary, type, view`
    .split(",")
    .map((each) => each.trim());

async function owner(stage: AccessStage, kind: Kind): Promise<Member> {
  const member = await stage.addMember("full");
  await handOut(stage, kind, member);
  await own(stage, member);
  return member;
}

/** What a provider's admin hands on, as such, and what an owner does. */
async function handOut({ postgres, database, adminUrl }: AccessStage, { version }: Kind, { login }: Member) {
  const inside = (sql: string) => postgres.query(sql, undefined, database.dbname);
  const admin = new URL(adminUrl).username;
  const handOn = (what: string) =>
    inside(`grant ${what} to "${admin}" with grant option; set role "${admin}"; grant ${what} to "${login}"`);
  await inside(`grant create on database ${database.dbname} to "${login}"; create extension postgres_fdw`);
  await handOn("usage on foreign data wrapper postgres_fdw");
  if (version >= 15) await handOn("set on parameter log_min_messages");
  const session = await connect(postgres.adminUrl);
  await session.query("set allow_in_place_tablespaces = on");
  await session.query(`create tablespace ${database.dbname}_space location ''`);
  await session.end();
  await postgres.query(`alter tablespace ${database.dbname}_space owner to "${login}"`);
  await postgres.query(`create database ${database.dbname}_theirs owner "${login}"`);
  await postgres.query(`alter role "${login}" in database ${database.dbname}_theirs set work_mem = '8MB'`);
}

async function own({ postgres, database }: AccessStage, { login }: Member): Promise<void> {
  const inside = (...sql: string[]) => postgres.query(sql.join(";"), undefined, database.dbname);
  await inside(
    `set role "${login}"`,
    "create schema theirs",
    "create table theirs.filled as select 7 as n",
    "create table theirs.parted(n int) partition by range (n)",
    "create table theirs.part partition of theirs.parted for values from (0) to (9)",
    "create table theirs.counted(n int generated always as identity primary key, m serial)",
    "create view theirs.seen as select 1 as n",
    "create materialized view theirs.stored as select 1 as n",
    "create sequence theirs.loose",
    "create type theirs.pair as (a int, b int)",
    "create type theirs.mood as enum ('fine')",
    "create type theirs.span as range (subtype = int4)",
    "create domain theirs.small as int check (value < 9)",
    "create function theirs.f(int) returns int language sql as 'select 1'",
    "create procedure theirs.p() language sql as 'select 1'",
    "create aggregate theirs.total(int) (sfunc = int4pl, stype = int)",
    "create operator theirs.<%> (leftarg = int, rightarg = int, function = int4pl)",
    `create collation theirs.plain from "C"`,
    "create conversion theirs.conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8",
    "create text search dictionary theirs.dict (template = simple)",
    "create text search configuration theirs.conf (copy = simple)",
    "create statistics theirs.stats on n, m from theirs.counted",
    "create server theirs foreign data wrapper postgres_fdw",
    "create user mapping for current_user server theirs options (user 'far', password 'only-for-tests')",
    "create foreign table theirs.abroad(n int) server theirs options (table_name 't')",
    "create publication theirs for table theirs.counted",
    "create extension hstore schema theirs",
    "select lo_create(0)",
    "alter default privileges grant select on tables to public",
  );
  // Only a superuser makes these; anybody may be given them.
  await inside(
    "create operator family theirs.fam using btree",
    `alter operator family theirs.fam using btree owner to "${login}"`,
    `create operator class theirs.cls for type int using btree family theirs.fam as operator 1 <(int, int), function 1 btint4cmp(int, int)`,
    `alter operator class theirs.cls using btree owner to "${login}"`,
    "create trusted language theirs handler plpgsql_call_handler",
    `alter language theirs owner to "${login}"`,
    `create policy only_theirs on theirs.counted to "${login}" using (true)`,
  );
}

async function ownedBy({ postgres, database }: AccessStage, role: string): Promise<{ kind: string; name: string }[]> {
  return postgres.query(
    `select i.type as kind, i.identity as name from pg_shdepend s cross join lateral pg_identify_object(classid, objid, 0) i
     where refobjid = $1::regrole and refclassid = 'pg_authid'::regclass and deptype = 'o'
       and classid not in ('pg_default_acl'::regclass, 'pg_user_mapping'::regclass)
       and (dbid = 0 and i.identity like $2 || '%' or dbid = (select oid from pg_database where datname = $2)) order by 1, 2`,
    [role, database.dbname],
    database.dbname,
  );
}

async function putBack({ postgres, database }: AccessStage): Promise<void> {
  await postgres.query(`drop database if exists ${database.dbname}_theirs`);
  await postgres.query(`drop tablespace ${database.dbname}_space`);
}
