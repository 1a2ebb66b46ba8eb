import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, superusersThatDiffer, type AccessStage } from "../../test/support/access-stage.ts";
import { connect, queryOnce } from "../../test/support/postgres.ts";
import { reconcile } from "./reconcile.ts";

describe.each(superusersThatDiffer)("PostgreSQL $version:", (kind) => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await openAccessStage({ ...kind, looksFirst: true });
  });
  afterAll(() => stage.close());

  const rowOf = (id: string) =>
    stage.access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const returning = (id: string) =>
    stage.access.db.updateTable("databases").set({ ownership: "returning" }).where("id", "=", id).execute();

  /** Owned by a login, moved away from it, and since then added to by it and by its new owner role. */
  async function moved() {
    const { postgres, access, serverId, owner, nextNumber } = stage;
    const n = nextNumber();
    const [dbname, boss] = [`legacy_${n}`, `boss_${n}`];
    await postgres.query(`create role ${boss} login password 'x'`);
    await postgres.query(`create database ${dbname} owner ${boss}`);
    const bossUrl = postgres.urlFor(dbname, boss, "x");
    await queryOnce(
      bossUrl,
      "create table public.before_move(id serial, n int); create schema mine; create type mine.mood as enum ('fine')",
    );
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
    for (let run = 0; run < 3; run += 1) await reconcile(access.platform, id);
    await queryOnce(bossUrl, "create table public.after_move(n int); insert into before_move(n) values (1)");
    return { id, dbname, boss, bossUrl };
  }

  test("the login that owned an attached database owns it again, and the role in between is gone", async () => {
    const { postgres, access } = stage;
    const { id, dbname, boss, bossUrl } = await moved();
    expect(await rowOf(id)).toMatchObject({ ownership: "moved", previous_owner_role: boss });
    const session = await connect(bossUrl);
    await returning(id);
    for (let run = 0; run < 3; run += 1) await reconcile(access.platform, id);

    expect(await rowOf(id)).toMatchObject({
      ownership: "kept",
      owner_role: null,
      previous_owner_role: null,
      blocked: null,
    });
    const owners = await postgres.query(
      `select distinct pg_get_userbyid(relowner) as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'mine') and relkind in ('r', 'S')
       union select pg_get_userbyid(datdba) from pg_database where datname = current_database()
       union select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'mine'`,
      [],
      dbname,
    );
    expect(owners).toEqual([{ owner: boss }]);
    expect(await postgres.query("select from pg_roles where rolname = $1", [`${dbname}_owner`])).toEqual([]);
    await session.query("set role none; insert into public.after_move(n) values (2)");
    await queryOnce(bossUrl, "alter table public.before_move add column more int; create table public.later(n int)");
    expect(await postgres.query("select tableowner from pg_tables where tablename = 'later'", [], dbname)).toEqual([
      { tableowner: boss },
    ]);
    const own = await access.db.selectFrom("logins").select("state").where("database_id", "=", id).execute();
    expect(own).toEqual([{ state: "gone" }]);
    const events = await access.db.selectFrom("events").select("type").where("database_id", "=", id).execute();
    expect(events.map(({ type }) => type)).toContain("database.ownership_returned");
    await session.end();
  });

  test("a move that PostgreSQL refused is given up: nothing is said to have been returned", async () => {
    const { postgres, access, owner, nextNumber } = stage;
    const n = nextNumber();
    await postgres.query(`create role boss_${n} login`);
    await postgres.query(`create role maker_${n} login createrole password 'x'`);
    await postgres.query(`grant boss_${n} to maker_${n} with admin option`);
    await postgres.query(`create database legacy_${n} owner boss_${n}`);
    const serverId = await bench.addServer(access, postgres, postgres.urlFor("postgres", `maker_${n}`, "x"));
    const { id } = await bench.addAttached(access, serverId, owner, `legacy_${n}`, "moving");
    for (let run = 0; run < 2; run += 1) await reconcile(access.platform, id);
    expect(await rowOf(id)).toMatchObject({
      ownership: "moving",
      previous_owner_role: `boss_${n}`,
      blocked: expect.stringContaining("permission denied to change owner of database"),
    });
    await returning(id);
    await reconcile(access.platform, id);
    expect(await rowOf(id)).toMatchObject({ ownership: "kept", previous_owner_role: null });
    expect(await postgres.query("select from pg_roles where rolname = $1", [`legacy_${n}_owner`])).toEqual([]);
    const events = await access.db.selectFrom("events").select("type").where("database_id", "=", id).execute();
    expect(events.map(({ type }) => type)).not.toContain("database.ownership_returned");
  });

  test("a lock in the way is waited for, and what has been returned by then stays returned", async () => {
    const { postgres, access } = stage;
    const { id, dbname, boss } = await moved();
    const holder = await connect(postgres.urlFor(dbname));
    await holder.query("begin; lock table public.before_move in access share mode");
    await returning(id);
    await reconcile(access.platform, id);
    expect(await rowOf(id)).toMatchObject({ ownership: "returning", blocked: expect.stringContaining("lock") });
    await holder.end();
    for (let run = 0; run < 2; run += 1) await reconcile(access.platform, id);
    expect(await rowOf(id)).toMatchObject({ ownership: "kept", blocked: null });
    expect(
      await postgres.query("select tableowner from pg_tables where tablename = 'before_move'", [], dbname),
    ).toEqual([{ tableowner: boss }]);
  });
});
