import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type pg from "pg";
import * as bench from "../../test/support/access.ts";
import type { AccessBench, Person } from "../../test/support/access.ts";
import { connect, queryOnce, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { reconcile } from "./reconcile.ts";

let postgres: TestPostgres;
let access: AccessBench;
let serverId: string;
let owner: Person;
let people = 0;
beforeAll(async () => {
  postgres = await startPostgres({ settings: { max_prepared_transactions: "5" } });
  access = await bench.openAccessBench();
  serverId = await bench.addServer(access, postgres);
  owner = await bench.addAccount(access.db, "olive");
});
afterAll(async () => {
  await access.close();
  await postgres.discard();
});

let database: { id: string; dbname: string };
beforeEach(async () => {
  database = await bench.addCreated(access, serverId, owner);
  await run();
});

const run = (): Promise<void> => reconcile(access.platform, database.id);
/** What the driver says of a session that was ended from outside. */
const gone = /terminat|closed|not queryable|ECONNRESET/i;
const row = () => access.db.selectFrom("databases").selectAll().where("id", "=", database.id).executeTakeFirstOrThrow();
const asApp = <R extends pg.QueryResultRow>(sql: string): Promise<R[]> =>
  queryOnce<R>(postgres.urlFor(database.dbname, `${database.dbname}_app`, bench.appPassword), sql);

interface Member {
  id: string;
  person: Person;
  login: string;
  url: string;
}

/** An accepted collaborator with a login and a password. */
async function addMember(level: "full" | "read-write" | "read-only"): Promise<Member> {
  const person = await bench.addAccount(access.db, `camille${++people}`);
  const id = await bench.addAccepted(access.db, database.id, person, owner, level);
  await run();
  return { id, person, ...(await givePassword(id)) };
}

async function givePassword(id: string): Promise<{ login: string; url: string }> {
  const login = (await bench.loginOf(access.db, id)).role_name;
  await postgres.query(`alter role "${login}" password 'their-own'`);
  return { login, url: postgres.urlFor(database.dbname, login, "their-own") };
}

async function revoke(member: Member): Promise<void> {
  await bench.markRevoked(access.db, member.id, owner);
  await run();
}

const statusOf = async (id: string): Promise<string> =>
  (await access.db.selectFrom("collaborators").select("status").where("id", "=", id).executeTakeFirstOrThrow()).status;

describe("a created database", () => {
  test("has a powerless owner, the application's login and the owner's own, and lets nobody else in", async () => {
    expect(await row()).toMatchObject({ state: "ready", owner_role: `${database.dbname}_owner`, blocked: null });
    await asApp("create table orders(id serial, note text)");
    expect(await asApp("select tableowner from pg_tables where tablename = 'orders'")).toEqual([
      { tableowner: `${database.dbname}_owner` },
    ]);
    await postgres.query(`create role passer_${people} login password 'x'`);
    expect(await refusalOf(postgres.urlFor(database.dbname, `passer_${people}`, "x"))).toBe("42501");
    const [login] = await access.db.selectFrom("logins").selectAll().where("database_id", "=", database.id).execute();
    expect(login).toMatchObject({ state: "ready", access: "full", role_name: expect.stringMatching(/^olive_\w{4}$/) });
    const [user] = await access.db
      .selectFrom("database_users")
      .selectAll()
      .where("database_id", "=", database.id)
      .execute();
    expect(user).toMatchObject({ state: "ready", verifier_sealed: null });
  });

  test("is not made out of somebody else's database of the same name", async () => {
    const other = await bench.addCreated(access, serverId, owner);
    await postgres.query(`create database ${other.dbname}`);
    await reconcile(access.platform, other.id);
    const [found] = await access.db.selectFrom("databases").selectAll().where("id", "=", other.id).execute();
    expect(found).toMatchObject({
      state: "making",
      blocked: `A database named ${other.dbname} exists on that server already.`,
    });
  });

  test("can be reconciled again without a change", async () => {
    const count = async () => (await access.db.selectFrom("events").select("id").execute()).length;
    const before = await count();
    await run();
    expect(await count()).toBe(before);
  });
});

describe("levels", () => {
  test("hold on existing and future objects of every schema and creator", async () => {
    await asApp(
      'create table orders(id serial primary key, note text); create schema "Odd Name"; create table "Odd Name"."T 1"(n int)',
    );
    const reader = await addMember("read-only");
    const writer = await addMember("read-write");
    const admin = await addMember("full");
    await asApp("create table later(n int)");
    await queryOnce(admin.url, "create schema mine; create table mine.theirs(n int)");
    await run();

    for (const table of ["orders", '"Odd Name"."T 1"', "later", "mine.theirs"]) {
      await queryOnce(reader.url, `select * from ${table}`);
      expect(await refusedQuery(reader.url, `insert into ${table} default values`)).toBe("42501");
      await queryOnce(writer.url, `insert into ${table} default values`);
      expect(await refusedQuery(writer.url, `truncate ${table}`)).toBe("42501");
      await queryOnce(admin.url, `select * from ${table}`);
    }
    for (const { url } of [reader, writer]) {
      expect(await refusedQuery(url, "create table mine_now(n int)")).toBe("42501");
      expect(await refusedQuery(url, "create temp table t(n int)")).toBe("42501");
    }
    expect(await refusedQuery(reader.url, "select nextval('orders_id_seq')")).toBe("42501");
    await queryOnce(admin.url, "drop table later");
  });

  test("change in one transaction, and a session that works with the higher one ends", async () => {
    await asApp("create table orders(n int)");
    const member = await addMember("full");
    const session = await connect(member.url);
    await session.query("insert into orders values (1)");
    await access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", member.id).execute();
    await run();
    await expect(session.query("insert into orders values (2)")).rejects.toThrow(gone);
    expect((await bench.loginOf(access.db, member.id)).access).toBe("read-only");
    await queryOnce(member.url, "select * from orders");
    expect(await refusedQuery(member.url, "insert into orders values (3)")).toBe("42501");
  });
});

const refusedQuery = async (url: string, sql: string): Promise<string | undefined> =>
  queryOnce(url, sql).then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );

describe("a revoke", () => {
  test("ends the open session, refuses new logins, and leaves everybody else alone", async () => {
    const member = await addMember("read-write");
    const other = await addMember("read-only");
    const [session, others, app] = await Promise.all([
      connect(member.url),
      connect(other.url),
      connect(postgres.urlFor(database.dbname, `${database.dbname}_app`, bench.appPassword)),
    ]);
    const [{ pid } = { pid: 0 }] = (await session.query<{ pid: number }>("select pg_backend_pid() as pid")).rows;
    await revoke(member);

    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await refusalOf(member.url)).toBe("28P01");
    await others.query("select 1");
    await app.query("select 1");
    expect(await statusOf(member.id)).toBe("ended");
    const closure = await findClosure(access.db, member.id);
    expect(closure).toMatchObject({
      reason: "revoked",
      ended_by: owner.email,
      login_name: member.login,
      login_attempt: { sqlstate: "28P01" },
      memberships_removed: [expect.stringMatching(/^guestlist_.*_rw$/)],
      left_over: [],
      lsn: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/),
    });
    expect(closure?.sessions_ended).toMatchObject([{ pid, client: "127.0.0.1" }]);
    expect(closure?.login_dropped_at).not.toBeNull();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone" });
    expect(await postgres.query("select from pg_roles where rolname = $1", [member.login])).toEqual([]);
    await Promise.all([others.end(), app.end()]);
  });

  test("ends a connection that sleeps past its login check", async () => {
    const member = await addMember("read-only");
    const sleeper = queryOnce(`${member.url}?options=${encodeURIComponent("-c post_auth_delay=30")}`, "select 1").then(
      () => "it woke and read",
      (error: unknown) => (error as Error).message,
    );
    await hiddenConnection();
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await sleeper).toMatch(gone);
  });

  test("ends a session that works as the owner role", async () => {
    const member = await addMember("full");
    const session = await connect(member.url);
    expect((await session.query("select current_user as who")).rows).toEqual([{ who: `${database.dbname}_owner` }]);
    await revoke(member);
    await expect(session.query("create table left_behind(n int)")).rejects.toThrow(gone);
  });

  test("keeps what the person owned, with a role that can do nothing", async () => {
    const member = await addMember("full");
    await queryOnce(
      member.url,
      `set role none; create table public.mine as select 7 as n; grant select on mine to public;
       create function public.trick() returns int language sql security definer as 'select 1'`,
    );
    await revoke(member);
    const closure = await findClosure(access.db, member.id);
    expect(closure?.objects_moved).toEqual(
      expect.arrayContaining([
        { database: database.dbname, kind: "table", count: 1 },
        { database: database.dbname, kind: "function", count: 1 },
      ]),
    );
    expect(
      await postgres.query(
        "select tableowner, (select n from public.mine) from pg_tables where tablename = 'mine'",
        [],
        database.dbname,
      ),
    ).toEqual([{ tableowner: "guestlist_kept", n: 7 }]);
    const reader = await addMember("read-only");
    expect(await refusedQuery(reader.url, "select public.trick()")).toBe("42501");
  });

  test("removes what a second grantor gave, and what the person gave to others", async () => {
    const member = await addMember("full");
    const ownerRole = `${database.dbname}_owner`;
    await postgres.query(`create role second_${people} superuser`);
    await postgres.query(`create role friend_${people} login password 'x'`);
    await queryOnce(
      postgres.adminUrl,
      `set role second_${people}; grant "${ownerRole}" to "${member.login}" with admin option;
       set role "${member.login}"; grant "${ownerRole}" to friend_${people}`,
    );
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(
      await postgres.query("select from pg_auth_members where member = $1::regrole", [`friend_${people}`]),
    ).toEqual([]);
  });

  test("does not wait for a lock on what the person owned", async () => {
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.locked(n int)");
    const holder = await connect(postgres.urlFor(database.dbname));
    await holder.query("begin; lock table public.locked in access share mode");
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({
      state: "closed",
      blocked: expect.stringContaining("A lock that somebody holds is in the way"),
    });
    await holder.end();
    await run();
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone", blocked: null });
    expect((await findClosure(access.db, member.id))?.left_over).toEqual([]);
  });

  test("of somebody who never had a login ends without a closure", async () => {
    const person = await bench.addAccount(access.db, `early${++people}`);
    const id = await bench.addAccepted(access.db, database.id, person, owner, "read-only");
    await bench.markRevoked(access.db, id, owner, "left");
    await run();
    expect(await statusOf(id)).toBe("ended");
    expect(await findClosure(access.db, id)).toBeNull();
  });

  test("and a new invitation give another role, never the old one", async () => {
    const member = await addMember("read-only");
    const before = await bench.loginOf(access.db, member.id);
    await revoke(member);
    const again = await bench.addAccepted(access.db, database.id, member.person, owner, "read-only");
    await run();
    const after = await bench.loginOf(access.db, again);
    expect(after.state).toBe("ready");
    expect(after.role_oid).not.toBe(before.role_oid);
  });

  const cut = ["refuse-logins", "remove-memberships", "drain", "prove", "record-closed", "drop-login"] as const;
  test.each(cut)("that is cut off before %s is finished by the next run", async (kind) => {
    const member = await addMember("full");
    const session = await connect(member.url);
    await bench.markRevoked(access.db, member.id, owner);
    const crash = (at: string): void => {
      if (at === kind) throw new Error("the process died");
    };
    await expect(reconcile(access.platform, database.id, { before: crash })).rejects.toThrow("the process died");
    await run();
    expect(await statusOf(member.id)).toBe("ended");
    expect((await findClosure(access.db, member.id))?.sessions_ended).toHaveLength(1);
    await expect(session.query("select 1")).rejects.toThrow(gone);
    expect(await bench.loginOf(access.db, member.id)).toMatchObject({ state: "gone" });
  });
});

/** Until PostgreSQL 18 shows a connection that has no user yet. */
async function hiddenConnection(): Promise<void> {
  for (;;) {
    const found = await postgres.query(
      "select from pg_stat_activity where backend_type = 'client backend' and usesysid is null and backend_start < clock_timestamp() - interval '300 ms'",
    );
    if (found.length > 0) return;
  }
}

describe("what nobody asked for", () => {
  const driftEvents = async () =>
    (await access.db.selectFrom("events").selectAll().where("database_id", "=", database.id).orderBy("id").execute())
      .filter((event) => event.type.startsWith("access."))
      .map((event) => [event.type, event.data]);

  test.each([
    [
      "a login that was let create databases",
      (login: string) => `alter role "${login}" createdb`,
      "was given CREATEDB",
    ],
    ["a login that was switched off", (login: string) => `alter role "${login}" nologin`, "was not allowed to log in"],
    ["a membership added", (login: string) => `grant pg_monitor to "${login}"`, "was made a member of pg_monitor"],
    ["a renamed login", (login: string) => `alter role "${login}" rename to "${login}x"`, "was renamed to"],
  ])("%s is recorded, then repaired", async (_name, sql, words) => {
    const member = await addMember("read-only");
    await postgres.query(sql(member.login));
    await run();
    expect(await driftEvents()).toEqual([
      ["access.drift_found", { login_name: member.login, found: expect.stringContaining(words) }],
      ["access.repaired", { login_name: member.login, what: expect.any(String) }],
    ]);
    await queryOnce(member.url, "select 1");
    await run();
    expect(await driftEvents()).toHaveLength(2);
  });

  test("a login that was dropped comes back as another role without a password", async () => {
    const member = await addMember("read-only");
    const before = await bench.loginOf(access.db, member.id);
    await postgres.query(`drop role "${member.login}"`);
    await run();
    const after = await bench.loginOf(access.db, member.id);
    expect(after).toMatchObject({ state: "ready", generation: 2, password_changed_at: null });
    expect(after.role_oid).not.toBe(before.role_oid);
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("a stranger's role of a login's name is left alone", async () => {
    const member = await addMember("read-only");
    await postgres.query(`drop role "${member.login}"`);
    await postgres.query(`create role "${member.login}" login password 'their-own' createdb`);
    await run();
    expect((await bench.loginOf(access.db, member.id)).role_name).not.toBe(member.login);
    await revoke(member);
    expect(await statusOf(member.id)).toBe("ended");
    expect(
      await postgres.query("select rolcanlogin, rolcreatedb from pg_roles where rolname = $1", [member.login]),
    ).toEqual([{ rolcanlogin: true, rolcreatedb: true }]);
  });

  test("a person who works as the owner role cannot leave a way in there", async () => {
    const member = await addMember("full");
    await queryOnce(member.url, `alter role "${database.dbname}_owner" password 'backdoor'`);
    await postgres.query(`alter role "${database.dbname}_owner" login`);
    await run();
    expect(await refusalOf(postgres.urlFor(database.dbname, `${database.dbname}_owner`, "backdoor"))).toBe("28P01");
    await queryOnce(member.url, `grant connect on database "${database.dbname}" to public`);
    await run();
    expect(await driftEvents()).toContainEqual([
      "access.drift_found",
      { login_name: "", found: `everybody was let connect to ${database.dbname}` },
    ]);
  });

  test("an ended login that is woken before it is dropped is closed again", async () => {
    const member = await addMember("full");
    await queryOnce(member.url, "set role none; create table public.locked(n int)");
    const holder = await connect(postgres.urlFor(database.dbname));
    await holder.query("begin; lock table public.locked in access share mode");
    await revoke(member);
    await postgres.query(
      `alter role "${member.login}" login password 'their-own' connection limit 5 valid until 'infinity'`,
    );
    await run();
    expect(await refusalOf(member.url)).toBe("28P01");
    await holder.end();
  });
});

describe("deleting a database", () => {
  const deleting = (data: "keep" | "drop") =>
    access.db.transaction().execute(async (tx) => {
      await tx
        .updateTable("databases")
        .set({ state: "deleting", deleting_at: new Date(), delete_data: data })
        .where("id", "=", database.id)
        .execute();
      await tx
        .updateTable("collaborators")
        .set({
          status: "revoking",
          revoking_at: new Date(),
          end_reason: "database_deleted",
          ended_by_account_id: owner.id,
        })
        .where("database_id", "=", database.id)
        .where("status", "=", "accepted")
        .execute();
    });
  const rolesLeft = async () =>
    (
      await postgres.query("select rolname from pg_roles where rolname like $1 or rolname like $2", [
        `${database.dbname}%`,
        `guestlist_${database.id.slice(0, 8)}%`,
      ])
    ).map((found) => found["rolname"]);

  test("with its data drops it, with all roles, under the feet of an open session", async () => {
    const member = await addMember("read-write");
    const app = await connect(postgres.urlFor(database.dbname, `${database.dbname}_app`, bench.appPassword));
    await deleting("drop");
    await run();
    expect(await row()).toMatchObject({ state: "deleted", blocked: null });
    expect(await statusOf(member.id)).toBe("ended");
    expect(await rolesLeft()).toEqual([]);
    expect(await postgres.query("select from pg_database where datname = $1", [database.dbname])).toEqual([]);
    await expect(app.query("select 1")).rejects.toThrow(gone);
    const closures = await access.db
      .selectFrom("closures")
      .selectAll()
      .where("database_id", "=", database.id)
      .execute();
    expect(new Set(closures.map((closure) => `${closure.email} ${closure.reason}`))).toEqual(
      new Set([`${member.person.email} database_deleted`, `${owner.email} database_deleted`]),
    );
  });

  test("with its data kept leaves the data and the application's login", async () => {
    await asApp("create table kept(n int)");
    const member = await addMember("read-only");
    await deleting("keep");
    await run();
    expect(await row()).toMatchObject({ state: "deleted" });
    expect(await statusOf(member.id)).toBe("ended");
    await asApp("insert into kept values (1)");
    expect(new Set(await rolesLeft())).toEqual(new Set([`${database.dbname}_app`, `${database.dbname}_owner`]));
  });

  test("never drops one that is not ours any more", async () => {
    await postgres.query(`create role heir_${++people}`);
    await postgres.query(`alter database ${database.dbname} owner to heir_${people}`);
    await deleting("drop");
    await run();
    expect(await row()).toMatchObject({ state: "deleting", blocked: expect.stringContaining("is not dropped") });
    expect(await postgres.query("select from pg_database where datname = $1", [database.dbname])).toHaveLength(1);
  });
});
