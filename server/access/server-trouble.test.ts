import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { gone, openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { connect, queryOnce, refusalOf } from "../../test/support/postgres.ts";
import { createSecrets } from "../platform/secrets.ts";
import { closeAdminConnections } from "./admin-connections.ts";
import { reconcile } from "./reconcile.ts";
import type { Step } from "./step.ts";

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterAll(() => stage.close());

const serverRow = () =>
  stage.access.db.selectFrom("servers").selectAll().where("id", "=", stage.serverId).executeTakeFirstOrThrow();
const changeServer = (change: { admin_url_sealed?: Buffer; system_identifier?: string }) =>
  stage.access.db.updateTable("servers").set(change).where("id", "=", stage.serverId).execute();
/** As when the pause before the next try is over. */
const tryAgain = async (): Promise<void> => {
  await stage.access.db.updateTable("servers").set({ next_try_at: null, last_try_at: null }).execute();
  await stage.run();
};
const eventsOf = async (type: string): Promise<Record<string, string>[]> =>
  (await stage.access.db.selectFrom("events").select("data").where("type", "=", type).orderBy("id").execute()).map(
    ({ data }) => data as Record<string, string>,
  );

describe("An access that is to end while its server cannot be worked on stays open, says why, and ends afterwards:", () => {
  test.each([
    [
      "another password of the admin",
      async () => {
        const { admin_url_sealed: before } = await serverRow();
        const url = stage.access.platform.secrets.open(before).replace("only-for-tests", "another");
        await changeServer({ admin_url_sealed: stage.access.platform.secrets.seal(url) });
        return () => changeServer({ admin_url_sealed: before });
      },
      /password/,
    ],
    [
      "an admin URL that another secret key has sealed",
      async () => {
        const { admin_url_sealed: before } = await serverRow();
        await changeServer({ admin_url_sealed: createSecrets("another key than that of before".repeat(2)).seal("x") });
        return () => changeServer({ admin_url_sealed: before });
      },
      /has to be entered again/,
    ],
    [
      "another server behind its address",
      async () => {
        const { system_identifier: before } = await serverRow();
        await changeServer({ system_identifier: "1" });
        // The session that is kept open still leads to the old one.
        await closeAdminConnections();
        return () => changeServer({ system_identifier: before });
      },
      /another PostgreSQL server answers/,
    ],
    [
      "no connection slot for the admin",
      async () => {
        await stage.postgres.query("create role crowded createrole login password 'x' connection limit 0");
        const { admin_url_sealed: before } = await serverRow();
        const url = `${stage.postgres.urlFor("postgres", "crowded", "x")}?sslmode=disable`;
        await changeServer({ admin_url_sealed: stage.access.platform.secrets.seal(url) });
        return async () => {
          await changeServer({ admin_url_sealed: before });
          await stage.postgres.query("drop role crowded");
        };
      },
      /connection/,
    ],
  ])("%s", async (_, spoil, reason) => {
    await stage.newDatabase();
    const member = await stage.addMember("read-only");
    const mend = await spoil();
    await bench.markRevoked(stage.access.db, member.id, stage.owner);
    await stage.run();

    expect(await stage.statusOf(member.id)).toBe("revoking");
    expect(await serverRow()).toMatchObject({ state: "silent", reason: expect.stringMatching(reason) });
    expect((await eventsOf("server.unreachable")).at(-1)?.["reason"]).toMatch(reason);
    expect(await refusalOf(member.url)).toBeUndefined();

    await mend();
    await tryAgain();
    expect(await stage.statusOf(member.id)).toBe("ended");
    expect(await serverRow()).toMatchObject({ state: "answers", reason: null });
    expect(await refusalOf(member.url)).toBe("28P01");
  });
});

test("a statement that takes too long is given up and said, and the access is closed by the next try", async () => {
  await stage.newDatabase();
  const member = await stage.addMember("read-only");
  const slowly = ["SET LOCAL statement_timeout = '50ms'", "SELECT pg_sleep(5)"];
  const patch = (step: Step): Step =>
    step.kind === "refuse-logins" ? { ...step, sql: [...slowly, ...step.sql] } : step;
  await stage.revoke(member, { patch });
  expect(await stage.statusOf(member.id)).toBe("revoking");
  // Still a login, that may connect to this database no more.
  expect(await refusalOf(member.url)).toBe("42501");
  expect(await refusalOf(stage.postgres.urlFor("postgres", member.login, "their-own"))).toBeUndefined();
  const said = expect.stringContaining("It took too long and was given up") as string;
  expect(await bench.loginOf(stage.access.db, member.id)).toMatchObject({ state: "ready", blocked: said });
  expect(await eventsOf("login.blocked")).toContainEqual({ login_name: member.login, reason: said });
  await stage.run();
  expect(await stage.statusOf(member.id)).toBe("ended");
  expect(await refusalOf(member.url)).toBe("28P01");
});

test("a time limit that is set for the admin's role, or for its database, cuts nothing short", async () => {
  await stage.newDatabase();
  const member = await stage.addMember("read-only");
  await stage.postgres.query("alter role postgres set statement_timeout = '1ms'");
  await stage.postgres.query("alter database postgres set lock_timeout = '1ms'");
  await closeAdminConnections();
  await stage.revoke(member);
  await stage.postgres.query("alter role postgres reset statement_timeout");
  await stage.postgres.query("alter database postgres reset lock_timeout");
  expect(await stage.statusOf(member.id)).toBe("ended");
  expect((await bench.loginOf(stage.access.db, member.id)).state).toBe("gone");
});

test("a database that was dropped behind our back is said, and its people's logins still end", async () => {
  const { dbname } = await stage.newDatabase();
  const member = await stage.addMember("full");
  await stage.postgres.query(`drop database ${dbname} with (force)`);
  await stage.run();
  expect((await stage.row()).blocked).toContain("is not on its server any more");
  expect(await eventsOf("database.blocked")).toContainEqual({
    reason: expect.stringContaining("not on its server") as string,
  });

  await stage.revoke(member);
  expect(await stage.statusOf(member.id)).toBe("ended");
  expect(await refusalOf(stage.postgres.urlFor("postgres", member.login, "their-own"))).toBe("28P01");
  expect(await stage.postgres.query("select from pg_database where datname = $1", [dbname])).toEqual([]);
});

test("a database, schemas and tables whose names need quotes are shared and closed like others", async () => {
  const { postgres, access, serverId, owner } = stage;
  const dbname = `The "Shop" of Ms O'Hara`;
  await postgres.query("create role \"Head Of It\" login password 'x'");
  await postgres.query(`create database "The ""Shop"" of Ms O'Hara" owner "Head Of It"`);
  const inside = (sql: string) => postgres.query(sql, [], dbname);
  await inside(
    `create schema "My Schema"; create table "My Schema"."Its ""Table"""("N" int); alter table "My Schema"."Its ""Table""" owner to "Head Of It"`,
  );
  const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
  for (let run = 0; run < 3; run += 1) await reconcile(access.platform, id);
  const row = await access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "ready", ownership: "moved", blocked: null });

  const person = await bench.addAccount(access.db, "quoted");
  const collaborator = await bench.addAccepted(access.db, id, person, owner, "full");
  await reconcile(access.platform, id);
  const { role_name: login } = await bench.loginOf(access.db, collaborator);
  await postgres.query(`alter role "${login}" password 'their-own'`);
  const url = postgres.urlFor(dbname, login, "their-own");
  await queryOnce(url, `set role none; create table "My Schema"."Mine Too"(n int)`).catch(() => undefined);
  const session = await connect(url);
  await session.query(`insert into "My Schema"."Its ""Table""" values (1)`);
  await bench.markRevoked(access.db, collaborator, owner);
  await reconcile(access.platform, id);
  expect(await bench.loginOf(access.db, collaborator)).toMatchObject({ state: "gone", blocked: null });
  await expect(session.query("select 1")).rejects.toThrow(gone);
  expect(await inside(`select "N" from "My Schema"."Its ""Table"""`)).toEqual([{ N: 1 }]);
});
