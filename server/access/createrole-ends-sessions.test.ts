import type { AccessLevel } from "@guestlist/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench } from "../../test/support/access.ts";
import { gone, hiddenConnection } from "../../test/support/access-stage.ts";
import { halfOpen } from "../../test/support/half-open.ts";
import { everyVersion } from "../../test/support/postgres-versions.ts";
import { connect, queryOnce, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { reconcile } from "./reconcile.ts";

describe.each(everyVersion)(
  "on PostgreSQL %i, by an admin with CREATEROLE and CREATEDB and nothing more",
  (version) => {
    let postgres: TestPostgres;
    let access: AccessBench;
    let serverId: string;
    let owner: bench.Person;
    let number = 0;
    beforeAll(async () => {
      [postgres, access] = await Promise.all([startPostgres({ version }), bench.openAccessBench()]);
      await postgres.query("create role manager login createrole createdb password 'only-for-tests'");
      const adminUrl = postgres.urlFor("postgres", "manager", "only-for-tests");
      serverId = await bench.addServer(access, postgres, adminUrl);
      owner = await bench.addAccount(access.db, "olive");
    });
    afterAll(async () => {
      await access.close();
      await postgres.discard();
    });

    async function memberWithLogin(level: AccessLevel) {
      const database = await bench.addCreated(access, serverId, owner);
      await reconcile(access.platform, database.id);
      const person = await bench.addAccount(access.db, `camille${(number += 1)}`);
      const id = await bench.addAccepted(access.db, database.id, person, owner, level);
      await reconcile(access.platform, database.id);
      const login = (await bench.loginOf(access.db, id)).role_name;
      await postgres.query(`alter role "${login}" password 'their-own'`);
      const revoke = async () => {
        await bench.markRevoked(access.db, id, owner);
        await reconcile(access.platform, database.id);
      };
      return { id, url: postgres.urlFor(database.dbname, login, "their-own"), revoke };
    }

    test("an open session ends with its access", async () => {
      const { id, url, revoke } = await memberWithLogin("read-only");
      const session = await connect(url);
      const pid = (await session.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;
      const ended = new Promise((resolve) => session.once("end", resolve));
      await revoke();
      await ended;
      expect(await refusalOf(url)).toBe("28P01");
      expect(await findClosure(access.db, id)).toMatchObject({ left_over: [], sessions_ended: [{ pid }] });
      expect(await bench.loginOf(access.db, id)).toMatchObject({ state: "gone", blocked: null });
    });

    test("a connection that hides its user is found and ended with it, though its kind is not shown to this admin", async () => {
      const { id, url, revoke } = await memberWithLogin("full");
      const sleeper = queryOnce(`${url}?options=${encodeURIComponent("-c post_auth_delay=60")}`, "select 1").then(
        () => "it woke",
        (error: unknown) => (error as Error).message,
      );
      await hiddenConnection({ postgres, version });
      await revoke();
      expect((await bench.loginOf(access.db, id)).state).toBe("gone");
      expect(await sleeper).toMatch(gone);
    });

    test("connections of strangers who never say their password, which it may not end, hold up no end", async () => {
      const { id, revoke } = await memberWithLogin("read-only");
      const strangers = await Promise.all(Array.from({ length: 3 }, () => halfOpen(postgres)));
      await hiddenConnection({ postgres, version });
      await revoke();
      expect(await bench.loginOf(access.db, id)).toMatchObject({ state: "gone", blocked: null });
      for (const stranger of strangers) stranger.destroy();
    });
  },
);
