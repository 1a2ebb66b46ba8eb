import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { gone, refusedQuery, type AccessStage, type Member } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { driftOf } from "./drift.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";
import { patched } from "./patch.ts";

whereRulesDiffer("What a role may beyond its level", (stage, kind) => {
  test("and a person gave themself while they had full access is taken back when that falls", async () => {
    const { run, access } = stage();
    const member = await enriched(stage());
    await lower(stage(), member);
    await run();
    expect(await whatWorks(member)).toEqual(["select n from sales.orders"]);
    expect(await ownersOf(stage())).toEqual({ orders: `${stage().database.dbname}_owner`, taken: "guestlist_kept" });
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ access: "read-only", blocked: null });
    expect(await driftOf(stage())).toEqual({
      found: [`the login ${member.login} had more of its own than read-only access`],
      repaired: [`take back what the login ${member.login} had of its own beyond read-only access`],
    });
    await run();
    expect((await driftOf(stage())).found).toHaveLength(1);
    await stage().revoke(member);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone" });
  });

  test.runIf(showsAttack(kind))("would go on working, and be said to", async () => {
    const { run, access } = stage();
    const member = await enriched(stage());
    await lower(stage(), member);
    const nothing = () => ["select 1"];
    await run({ patch: (step) => patched("clean", nothing)(patched("take-back", nothing)(step)) });
    expect(await whatWorks(member)).toEqual(everything);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      access: "read-only",
      blocked: expect.stringContaining("it did not take"),
    });
  });

  test("and was granted to their login itself is drift, whoever granted it", async () => {
    const { addMember, asApp, adminUrl, postgres, database, run, admin } = stage();
    await asApp("create schema sales; create table sales.orders (n int, m int); create sequence sales.numbers");
    const member = await addMember("read-only");
    const other = await addMember("read-write");
    await asApp(`grant update (m) on sales.orders to "${member.login}"; grant usage on sequence sales.numbers to "${member.login}";
      alter default privileges in schema sales grant insert on tables to "${member.login}"`);
    await queryOnce(adminUrl, `grant create on database "${database.dbname}" to "${member.login}"`);
    if (admin === "superuser") {
      await asApp(`grant delete on sales.orders to "${other.login}" with grant option`);
      await queryOnce(other.url, `grant delete on sales.orders to "${member.login}"`);
    }
    expect(await refusedQuery(member.url, "update sales.orders set m = 1")).toBeUndefined();
    await run();
    await asApp("create table sales.later (n int)");
    for (const sql of [
      "update sales.orders set m = 1",
      "select nextval('sales.numbers')",
      "insert into sales.later values (1)",
      "create schema theirs",
      "delete from sales.orders",
    ])
      expect([sql, await refusedQuery(member.url, sql)]).toEqual([sql, "42501"]);
    await queryOnce(member.url, "select * from sales.orders; select * from sales.later");
    await queryOnce(other.url, "insert into sales.orders values (1); delete from sales.orders");
    expect((await driftOf(stage())).found).toContain(
      `the login ${member.login} had more of its own than read-only access`,
    );
    const [left] = await queryOnce<{ n: number }>(
      postgres.urlFor(database.dbname),
      `select count(*)::int as n from pg_shdepend where refobjid = '"${member.login}"'::regrole and deptype in ('a', 'o')`,
    );
    expect(left).toEqual({ n: 0 });
  });

  test("and was given to a group is taken back, and what its level gives stays", async () => {
    const { addMember, asApp, revoke, run, database } = stage();
    await asApp("create schema sales; create table sales.orders (n int, m int); create sequence sales.numbers");
    const [full, reader, writer] = [
      await addMember("full"),
      await addMember("read-only"),
      await addMember("read-write"),
    ];
    const [ro, rw] = [groupOf(stage(), "ro"), groupOf(stage(), "rw")];
    await queryOnce(
      full.url,
      `grant insert, delete on sales.orders to ${ro}; grant update (m) on sales.orders to ${ro};
       grant select on sales.orders to ${ro} with grant option; grant usage on sequence sales.numbers to ${ro};
       alter default privileges grant insert on tables to ${ro}; grant create on schema sales to ${ro}, ${rw};
       grant truncate, trigger on sales.orders to ${rw}; grant temporary on database "${database.dbname}" to ${ro}`,
    );
    await revoke(full);
    await run();
    await asApp("create table sales.later (n int)");
    for (const sql of [
      "insert into sales.orders values (1)",
      "delete from sales.orders",
      "update sales.orders set m = 1",
      "select nextval('sales.numbers')",
      "insert into sales.later values (1)",
      "create table sales.theirs (n int)",
      "create temporary table theirs (n int)",
    ])
      expect([sql, await refusedQuery(reader.url, sql)]).toEqual([sql, "42501"]);
    expect(await refusedQuery(writer.url, "truncate sales.orders")).toBe("42501");
    expect(await refusedQuery(writer.url, "create table sales.theirs (n int)")).toBe("42501");
    await queryOnce(reader.url, "select * from sales.orders; select * from sales.later");
    await queryOnce(writer.url, "insert into sales.orders values (1); select nextval('sales.numbers')");
    expect(await driftOf(stage())).toEqual({
      found: [`the role ${ro} had more than read-only access`, `the role ${rw} had more than read-write access`],
      repaired: [
        `take back what the role ${ro} had beyond read-only access`,
        `take back what the role ${rw} had beyond read-write access`,
      ],
    });
    await run();
    expect((await driftOf(stage())).found).toHaveLength(2);
  });

  test("by a group's own membership or LOGIN is taken back, with whoever is inside by it", async () => {
    const { addMember, asApp, run, adminUrl, postgres, database, version } = stage();
    await asApp("create schema sales");
    const reader = await addMember("read-only");
    const ro = groupOf(stage(), "ro");
    const owner = `${database.dbname}_owner`;
    await queryOnce(adminUrl, `grant "${owner}" to ${ro}; alter role ${ro} login password 'a-group'`);
    const asGroup = await connect(postgres.urlFor(database.dbname, ro, "a-group"));
    const session = await connect(reader.url);
    await session.query(
      version < 16
        ? `set role "${owner}"; create table sales.made_by_it (n int)`
        : "create table sales.made_by_it (n int)",
    );
    await run();
    await expect(asGroup.query("select 1")).rejects.toThrow(gone);
    if (version < 16) await expect(session.query("drop table sales.made_by_it")).rejects.toThrow(gone);
    else {
      await expect(session.query("create table sales.made_by_it_too (n int)")).rejects.toThrow(/permission denied/);
      await session.end();
    }
    expect(await refusalOf(postgres.urlFor(database.dbname, ro, "a-group"))).toBe("28P01");
    expect(await refusedQuery(reader.url, "create table sales.theirs (n int)")).toBe("42501");
    expect((await driftOf(stage())).found).toEqual(
      expect.arrayContaining([`the role ${ro} could log in`, `the role ${ro} was made a member of ${owner}`]),
    );
    const { found } = await driftOf(stage());
    await run();
    await run();
    expect((await driftOf(stage())).found).toHaveLength(found.length);
  });

  test("and belongs to the whole server is said, and left", async () => {
    const { addMember, run, access, postgres, nextNumber } = stage();
    const member = await addMember("read-only");
    const name = `theirs_${nextNumber()}`;
    await postgres.query(`create database ${name} owner "${member.login}"`);
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      state: "ready",
      blocked: `${member.login} owns a database, a tablespace or a subscription: give that another owner.`,
    });
    await postgres.query(`drop database ${name}`);
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "ready", blocked: null });
  });
});

const everything = [
  "select n from sales.orders",
  "insert into sales.orders values (1)",
  "create table sales.theirs (n int)",
  "drop table sales.taken",
];

/** Somebody with full access who knows that it will not last. */
async function enriched({ asApp, addMember }: AccessStage): Promise<Member> {
  await asApp("create schema sales; create table sales.orders (n int); create table sales.taken (n int)");
  const member = await addMember("full");
  await queryOnce(
    member.url,
    `grant all on sales.orders to "${member.login}"; grant create on schema sales to "${member.login}";
     set role none; alter table sales.taken owner to "${member.login}"`,
  );
  return member;
}

const lower = ({ access }: AccessStage, { id }: Member) =>
  access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", id).execute();

async function whatWorks({ url }: Member): Promise<string[]> {
  const works: string[] = [];
  for (const sql of everything) if ((await refusedQuery(url, sql)) === undefined) works.push(sql);
  return works;
}

async function ownersOf({ postgres, database }: AccessStage): Promise<Record<string, string>> {
  const rows = await queryOnce<{ relname: string; owner: string }>(
    postgres.urlFor(database.dbname),
    "select relname, pg_get_userbyid(relowner) as owner from pg_class where relnamespace = 'sales'::regnamespace and relkind = 'r'",
  );
  return Object.fromEntries(rows.map(({ relname, owner }) => [relname, owner]));
}

const groupOf = ({ database }: AccessStage, level: "ro" | "rw"): string =>
  `guestlist_${database.id.slice(0, 8)}_${level}`;
