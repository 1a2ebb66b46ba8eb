import { expect, test } from "vitest";
import { insertUser, listUsers, markUserDeleting, recordShown } from "../../server/databases/user-queries.ts";
import { scramVerifier } from "../../server/platform/bundled-postgres/index.ts";
import { gone, refusedQuery, type AccessStage } from "../support/access-stage.ts";
import { queryOnce } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { whereRulesDiffer } from "./matrix.ts";

const password = "only-for-this-application";
type Level = "full" | "read-write" | "read-only";

whereRulesDiffer("logins of applications", (stage, { version }) => {
  let number = 0;

  test("each level does what it is for, and no more", async () => {
    const it = stage();
    await it.asApp("create table orders (id int primary key)");
    await it.run();
    const [full, writes, reads] = [await add(it, "full"), await add(it, "read-write"), await add(it, "read-only")];
    expect((await rows(it)).map((user) => [user.role_name, user.state])).toEqual([
      [`${it.database.dbname}_app`, "ready"],
      [full.name, "ready"],
      [writes.name, "ready"],
      [reads.name, "ready"],
    ]);
    expect(await refusedQuery(full.url, "create table made_here (id int)")).toBeUndefined();
    expect(await queryOnce(it.postgres.urlFor(it.database.dbname), ownerOf("made_here"))).toEqual([
      { owner: (await it.row()).owner_role },
    ]);
    expect(await refusedQuery(writes.url, "insert into orders values (1)")).toBeUndefined();
    // Whoever is no superuser cannot shut the schema public of 13 to everybody: the coverage says so.
    if (version > 13 || it.admin === "superuser")
      expect(await refusedQuery(writes.url, "create table not_this (id int)")).toBe("42501");
    expect(await refusedQuery(reads.url, "select from orders")).toBeUndefined();
    expect(await refusedQuery(reads.url, "insert into orders values (2)")).toBe("42501");
  });

  test("a deleted one is let in no more, its sessions end, and what it owned is kept for whom it may be", async () => {
    const it = stage();
    const [full, reads] = [await add(it, "full"), await add(it, "read-only")];
    await it.asApp(`grant create on schema public to "${full.name}", "${reads.name}"`);
    await queryOnce(full.url, "set role none; create table own_of_full (id int)");
    await queryOnce(reads.url, "create table own_of_reader (id int)");
    const session = await openSession(full.url);
    await remove(it, full.name, reads.name);
    expect((await session.ended).message).toMatch(gone);
    expect([await refusedQuery(full.url, "select 1"), await refusedQuery(reads.url, "select 1")]).toEqual([
      "28P01",
      "28P01",
    ]);
    expect((await rows(it)).map((user) => user.role_name)).toEqual([`${it.database.dbname}_app`]);
    const admin = it.postgres.urlFor(it.database.dbname);
    expect(await queryOnce(admin, ownerOf("own_of_full"))).toEqual([{ owner: (await it.row()).owner_role }]);
    expect(await queryOnce(admin, ownerOf("own_of_reader"))).toEqual([{ owner: "guestlist_kept" }]);
    expect(await queryOnce(admin, `select from pg_roles where rolname in ('${full.name}', '${reads.name}')`)).toEqual(
      [],
    );
    const told = await it.access.db
      .selectFrom("events")
      .select("data")
      .where("database_id", "=", it.database.id)
      .where("type", "=", "database_user.deleted")
      .orderBy("id")
      .execute();
    expect(told.map(({ data }) => data)).toMatchObject([
      { login_name: full.name, sessions_ended: 1, objects_moved: 1, moved_to: (await it.row()).owner_role },
      { login_name: reads.name, sessions_ended: 0, objects_moved: 1, moved_to: "guestlist_kept" },
    ]);
  });

  test("what is changed on one outside Guestlist is told, and put back", async () => {
    const it = stage();
    const reads = await add(it, "read-only");
    const { owner_role: owner } = await it.row();
    await queryOnce(it.adminUrl, `grant "${owner}" to "${reads.name}"`);
    expect(await refusedQuery(reads.url, `set role "${owner}"`)).toBeUndefined();
    await it.run();
    expect(await refusedQuery(reads.url, `set role "${owner}"`)).toBe("42501");
    const admin = it.postgres.urlFor(it.database.dbname);
    await queryOnce(admin, `drop owned by "${reads.name}"; drop role "${reads.name}"`);
    await it.run();
    const user = (await rows(it)).find((row) => row.role_name === reads.name)!;
    // There is a login again, and nobody knows a password of it.
    expect([user.state, user.known_to, await refusedQuery(reads.url, "select 1")]).toEqual(["ready", [], "28P01"]);
    const drift = await it.access.db
      .selectFrom("events")
      .select("data")
      .where("database_id", "=", it.database.id)
      .where("type", "=", "access.drift_found")
      .execute();
    expect(drift.map(({ data }) => (data as { login_name: string }).login_name)).toEqual([reads.name, reads.name]);
  });

  test.runIf(version === 16)(
    "a stranger's role of the same name blocks that login alone, and is left as it was",
    async () => {
      const it = stage();
      const name = `taken_${it.nextNumber()}_${it.database.dbname}`;
      await it.postgres.query(`create role "${name}" nologin`);
      await add(it, "full", name);
      const [app, blocked] = await rows(it);
      expect([app!.state, app!.blocked, blocked!.state]).toEqual(["ready", null, "making"]);
      expect(blocked!.blocked).toBe(`A role named ${name} exists on that server already, and is not Guestlist's.`);
      await remove(it, name);
      expect((await rows(it)).length).toBe(1);
      expect(await it.postgres.query(`select rolcanlogin from pg_roles where rolname = '${name}'`)).toEqual([
        { rolcanlogin: false },
      ]);
      await it.postgres.query(`drop role "${name}"`);
    },
  );

  test.runIf(version === 16)("a deletion that is cut off anywhere ends at the next try", async () => {
    const it = stage();
    for (const kind of ["refuse-logins", "remove-memberships", "clean", "drop-login"] as const) {
      const user = await add(it, "full");
      await it.asApp(`grant create on schema public to "${user.name}"`);
      await mark(it, user.name);
      const crash = (step: string): void => {
        if (step === kind) throw new Error("the process is gone");
      };
      await expect(it.run({ before: crash })).rejects.toThrow("the process is gone");
      await it.run();
      expect([kind, await refusedQuery(user.url, "select 1"), (await rows(it)).length]).toEqual([kind, "28P01", 1]);
    }
  });

  async function add(it: AccessStage, access: Level, wanted?: string): Promise<{ name: string; url: string }> {
    const name = wanted ?? `app_${(number += 1)}_${it.database.dbname}`;
    const verifierSealed = it.access.platform.secrets.seal(scramVerifier(password));
    await it.access.db.transaction().execute(async (tx) => {
      const user = await insertUser(tx, { databaseId: it.database.id, roleName: name, access, verifierSealed });
      await recordShown(tx, user!.id, it.owner.id);
    });
    await it.run();
    return { name, url: it.postgres.urlFor(it.database.dbname, name, password) };
  }
  const rows = (it: AccessStage) => listUsers(it.access.db, it.database.id);
  async function mark(it: AccessStage, ...names: string[]): Promise<void> {
    for (const user of await rows(it))
      if (names.includes(user.role_name))
        await it.access.db.transaction().execute((tx) => markUserDeleting(tx, user.id, it.owner.id));
  }
  async function remove(it: AccessStage, ...names: string[]): Promise<void> {
    await mark(it, ...names);
    await it.run();
  }
});

const ownerOf = (table: string): string =>
  `select pg_get_userbyid(relowner) as owner from pg_class where relname = '${table}'`;
