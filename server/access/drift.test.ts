import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { kindsThatDiffer, gone, openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";

describe.each(kindsThatDiffer)("PostgreSQL $version, a $admin admin:", (kind) => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await openAccessStage({ ...kind, looksFirst: true });
    ({ access, postgres, owner } = stage);
  });
  afterAll(() => stage.close());

  let access: AccessStage["access"];
  let postgres: AccessStage["postgres"];
  let owner: AccessStage["owner"];
  let database: AccessStage["database"];
  beforeEach(async () => {
    database = await stage.newDatabase();
  });
  const run = (): Promise<void> => stage.run();
  const addMember: AccessStage["addMember"] = (level) => stage.addMember(level);
  const revoke: AccessStage["revoke"] = (member) => stage.revoke(member);
  const statusOf: AccessStage["statusOf"] = (id) => stage.statusOf(id);
  const asApp: AccessStage["asApp"] = (sql) => stage.asApp(sql);
  const row: AccessStage["row"] = () => stage.row();

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
      [
        "a login that was switched off",
        (login: string) => `alter role "${login}" nologin`,
        "was not allowed to log in",
      ],
      [
        "a membership added",
        (login: string) => `grant "${database.dbname}_owner" to "${login}"`,
        "was made a member of",
      ],
      [
        "a privilege given to a login itself",
        (login: string) => `grant create on database "${database.dbname}" to "${login}"`,
        "had more of its own than read-only access",
      ],
      ["a renamed login", (login: string) => `alter role "${login}" rename to "${login}x"`, "was renamed to"],
    ])("%s is recorded, then repaired", async (_name, sql, words) => {
      const member = await addMember("read-only");
      await queryOnce(stage.adminUrl, sql(member.login));
      await run();
      expect(await driftEvents()).toEqual([
        ["access.drift_found", { login_name: member.login, found: expect.stringContaining(words) }],
        ["access.repaired", { login_name: member.login, what: expect.any(String) }],
      ]);
      await queryOnce(member.url, "select 1");
      await run();
      expect(await driftEvents()).toHaveLength(2);
    });

    test("what a group was given is recorded, then taken back, once", async () => {
      await asApp("create table orders (n int)");
      await run();
      const group = `guestlist_${database.id.slice(0, 8)}_ro`;
      await asApp(`grant insert on orders to ${group}`);
      await run();
      const told = [
        ["access.drift_found", { login_name: "", found: `the role ${group} had more than read-only access` }],
        ["access.repaired", { login_name: "", what: `take back what the role ${group} had beyond read-only access` }],
      ];
      expect(await driftEvents()).toEqual(told);
      await run();
      expect(await driftEvents()).toEqual(told);
    });

    test("what a person gave themself goes with their full access", async () => {
      await asApp("create table orders (n int)");
      const member = await addMember("full");
      await queryOnce(member.url, `grant insert on orders to "${member.login}"`);
      await access.db.updateTable("collaborators").set({ access: "read-only" }).where("id", "=", member.id).execute();
      await run();
      expect((await driftEvents()).map(([type]) => type)).toEqual(["access.drift_found", "access.repaired"]);
      await run();
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({ access: "read-only", blocked: null });
    });

    // Since 16 what a superuser gave can be taken back by nobody else.
    test.runIf(kind.admin === "createrole" && kind.version >= 16)(
      "a membership that only a superuser can take back is said, and the access is not called closed",
      async () => {
        const member = await addMember("read-only");
        const session = await connect(member.url);
        await postgres.query(`grant pg_monitor to "${member.login}"`);
        await revoke(member);
        await expect(session.query("select 1")).rejects.toThrow(gone);
        expect(await refusalOf(member.url)).toBe("28P01");
        expect(await statusOf(member.id)).toBe("revoking");
        expect(await bench.loginOf(access.db, member.id)).toMatchObject({
          state: "closing",
          blocked: expect.stringMatching(/still a member of a role.*PostgreSQL refuses this to the admin connection/),
        });
        await postgres.query(`revoke pg_monitor from "${member.login}"`);
        await run();
        expect(await statusOf(member.id)).toBe("ended");
      },
    );

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

    // Nobody else may see that a role has a password.
    test.runIf(kind.admin === "superuser")("a password set on an ended login is taken away again", async () => {
      const member = await addMember("full");
      await queryOnce(member.url, "set role none; create table public.locked(n int)");
      const holder = await connect(postgres.urlFor(database.dbname));
      await holder.query("begin; lock table public.locked in access share mode");
      await revoke(member);
      await postgres.query(`alter role "${member.login}" password 'another'`);
      await run();
      const [role] = await postgres.query("select rolpassword from pg_authid where rolname = $1", [member.login]);
      expect(role).toEqual({ rolpassword: null });
      expect((await driftEvents()).slice(-2)).toEqual([
        [
          "access.drift_found",
          { login_name: member.login, found: `the ended login ${member.login} was given a password again` },
        ],
        ["access.repaired", { login_name: member.login, what: expect.any(String) }],
      ]);
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
      const n = stage.nextNumber();
      await postgres.query(`create role heir_${n}`);
      await postgres.query(`alter database ${database.dbname} owner to heir_${n}`);
      await deleting("drop");
      await run();
      expect(await row()).toMatchObject({ state: "deleting", blocked: expect.stringContaining("is not dropped") });
      expect(await postgres.query("select from pg_database where datname = $1", [database.dbname])).toHaveLength(1);
    });
  });
});
