import { expect, test } from "vitest";
import { findCoverage } from "../../server/access/coverage-queries.ts";
import { judge } from "../../server/databases/findings.ts";
import { lookAt } from "../../server/databases/look.ts";
import * as bench from "../support/access.ts";
import { lookAndReconcile, refusedQuery, type AccessStage } from "../support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../support/postgres.ts";
import { everyVersion } from "./matrix.ts";

const admin = "managed_admin";

everyVersion(
  "Part 5. A database of a provider's, attached by an admin with CREATEROLE",
  (stage, { version }) => {
    test("that may become its owner: it does, the levels hold, and what others own is said beforehand and afterwards", async () => {
      const it = await standing(stage());
      const { access, postgres, run, statusOf } = it;
      if (version >= 16)
        await postgres.query(`grant ${it.boss} to ${admin} with admin option, inherit false, set false`);
      const found = await findings(it);
      expect(found.filter(({ kind }) => kind === "refuses")).toEqual([]);
      expect(messageOf(found, "rights")).toContain(`will make itself a member of ${it.boss}`);
      expect(messageOf(found, "coverage")).toContain(`What ${it.other} own in it cannot be shared`);

      const id = await it.attach("kept");
      expect(await it.row(id)).toMatchObject({ state: "ready", blocked: null });
      const reader = await it.addMember(id, "read-only");
      const writer = await it.addMember(id, "read-write");
      await queryOnce(it.bossUrl, "create table public.mine_later(n int)");
      await queryOnce(reader.url, "select * from public.mine; select * from public.mine_later");
      expect(await refusedQuery(reader.url, "insert into public.mine(n) values (1)")).toBe("42501");
      await queryOnce(writer.url, "insert into public.mine(n) values (1); insert into public.mine_later values (1)");
      expect(await refusedQuery(reader.url, "select * from others.theirs")).toBe("42501");
      const coverage = await findCoverage(access.db, id);
      expect(coverage?.read_only.tables).toEqual({ reached: 1, of: 2 });
      expect(coverage?.gaps.map((gap) => gap.sentence)).toEqual(
        expect.arrayContaining([
          `What ${it.other} creates from now on cannot be granted in advance.`,
          `The schema others belongs to ${it.other} and cannot be granted, so its 1 table is out of reach.`,
        ]),
      );
      // Everybody could connect; whoever did so before still may, and nobody else.
      expect(await refusedQuery(it.otherUrl, "select * from others.theirs")).toBeUndefined();
      await postgres.query(`create role ${it.boss}_late login password 'x'`);
      expect(await refusalOf(postgres.urlFor(it.dbname, `${it.boss}_late`, "x"))).toBe("42501");

      await queryOnce(reader.url, "select 1");
      await bench.markRevoked(access.db, reader.id, it.owner);
      await run(id);
      expect([await statusOf(reader.id), await refusalOf(reader.url)]).toEqual(["ended", "28P01"]);
      expect(await bench.loginOf(access.db, reader.id)).toMatchObject({ state: "gone", blocked: null });
    });

    test("moves what its owner has, and nothing of anybody else's, and gives it back", async () => {
      const it = await standing(stage());
      const { access, postgres, run, statusOf } = it;
      if (version >= 16) await postgres.query(`grant ${it.boss} to ${admin} with admin option`);
      const session = await connect(it.bossUrl);
      const id = await it.attach("moving");
      expect(await it.row(id)).toMatchObject({ ownership: "moved", previous_owner_role: it.boss, blocked: null });
      const own = `${it.dbname}_owner`;
      expect(await it.owners()).toEqual([
        { name: "mine", owner: own },
        { name: "mine_id_seq", owner: own },
        { name: "theirs", owner: it.other },
      ]);
      await session.query("insert into public.mine(n) values (1)");
      await queryOnce(it.bossUrl, "create table public.after_move(n int)");
      const full = await it.addMember(id, "full");
      await queryOnce(full.url, "create table public.by_full(n int); drop table public.after_move");
      await bench.markRevoked(access.db, full.id, it.owner);
      await run(id);
      expect([await statusOf(full.id), await refusalOf(full.url)]).toEqual(["ended", "28P01"]);

      await access.db.updateTable("databases").set({ ownership: "returning" }).where("id", "=", id).execute();
      for (let round = 0; round < 3; round += 1) await run(id);
      expect(await it.row(id)).toMatchObject({ ownership: "kept", owner_role: null, blocked: null });
      expect(await it.owners()).toEqual([
        { name: "by_full", owner: it.boss },
        { name: "mine", owner: it.boss },
        { name: "mine_id_seq", owner: it.boss },
        { name: "theirs", owner: it.other },
      ]);
      await session.end();
    });

    test("waits with what the new owner may not have, says it in PostgreSQL's words, and goes on when it may", async () => {
      const it = await standing(stage());
      const { postgres, run } = it;
      if (version >= 16) await postgres.query(`grant ${it.boss} to ${admin} with admin option`);
      await postgres.query(
        `create foreign data wrapper w; grant usage on foreign data wrapper w to ${it.boss}`,
        [],
        it.dbname,
      );
      await queryOnce(it.bossUrl, "create server far foreign data wrapper w");
      const id = await it.attach("moving");
      expect(await it.row(id)).toMatchObject({
        ownership: "moving",
        blocked: "PostgreSQL refuses this to the admin connection: permission denied for foreign-data wrapper w.",
      });
      // Nothing of it is half done: what could not move kept its batch, and its owner works on.
      expect(await it.owners()).toContainEqual({ name: "mine", owner: it.boss });
      await queryOnce(it.bossUrl, "insert into public.mine(n) values (1)");

      await postgres.query(`grant usage on foreign data wrapper w to ${it.dbname}_owner`, [], it.dbname);
      await run(id);
      expect(await it.row(id)).toMatchObject({ ownership: "moved", blocked: null });
      expect(await it.owners()).toContainEqual({ name: "mine", owner: `${it.dbname}_owner` });
    });

    test.runIf(version >= 16)("that may not act for its owner is refused, and told what mends it", async () => {
      const it = await standing(stage());
      const found = await findings(it);
      expect(found.filter(({ kind }) => kind === "refuses")).toEqual([
        expect.objectContaining({
          code: "rights",
          message: expect.stringContaining(`Run GRANT ${it.boss} TO ${admin} WITH ADMIN OPTION as`),
        }),
      ]);
      await it.postgres.query(`grant ${it.boss} to ${admin} with admin option`);
      expect((await findings(it)).filter(({ kind }) => kind === "refuses")).toEqual([]);
    });
  },
  ({ version, admin: rights }) => rights === "createrole" && version >= 15,
);

type Standing = Awaited<ReturnType<typeof standing>>;

/** It was there before: owned by a login, with a table of it and one of another login in a schema of its own. */
async function standing(stage: AccessStage) {
  const { access, adminUrl, nextNumber, owner, postgres, serverId, statusOf } = stage;
  const n = nextNumber();
  const [dbname, boss, other] = [`legacy_${n}`, `boss_${n}`, `other_${n}`];
  for (const role of [boss, other]) await postgres.query(`create role ${role} login password 'x'`);
  await postgres.query(`create database ${dbname} owner ${boss}`);
  await postgres.query(`grant create on database ${dbname} to ${other}`);
  const [bossUrl, otherUrl] = [postgres.urlFor(dbname, boss, "x"), postgres.urlFor(dbname, other, "x")];
  await queryOnce(bossUrl, "create table public.mine(id serial, n int)");
  await queryOnce(otherUrl, "create schema others; create table others.theirs(n int)");
  const run = (id: string): Promise<void> => lookAndReconcile(access.platform, id);
  return {
    access,
    adminUrl,
    boss,
    bossUrl,
    dbname,
    other,
    otherUrl,
    owner,
    postgres,
    run,
    statusOf,
    row: (id: string) => access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    owners: (): Promise<unknown[]> =>
      postgres.query(
        `select relname as name, pg_get_userbyid(relowner) as owner from pg_class c join pg_namespace s on s.oid = c.relnamespace
         where s.nspname in ('public', 'others') and relkind in ('r', 'S') order by 1`,
        [],
        dbname,
      ),
    async attach(ownership: "kept" | "moving"): Promise<string> {
      const { id } = await bench.addAttached(access, serverId, owner, dbname, ownership);
      for (let round = 0; round < 3; round += 1) await run(id);
      return id;
    },
    async addMember(id: string, level: "full" | "read-write" | "read-only") {
      const person = await bench.addAccount(access.db, `guest${nextNumber()}`);
      const collaborator = await bench.addAccepted(access.db, id, person, owner, level);
      await run(id);
      const { role_name: login } = await bench.loginOf(access.db, collaborator);
      await postgres.query(`alter role "${login}" password 'their-own'`);
      return { id: collaborator, url: postgres.urlFor(dbname, login, "their-own") };
    },
  };
}

async function findings({ adminUrl, dbname }: Standing) {
  const look = await lookAt(Object.assign(new URL(adminUrl), { pathname: `/${dbname}` }).href);
  if (typeof look === "string") throw new Error(look);
  return judge(look, { control: false, attached: false });
}

const messageOf = (found: Awaited<ReturnType<typeof findings>>, code: string): string =>
  found.find((finding) => finding.code === code)?.message ?? "";
