import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import type { AccessBench } from "../../test/support/access.ts";
import { everyVersion } from "../../test/support/postgres-versions.ts";
import { connect, refusalOf, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { findClosure } from "../collaborators/closure.ts";
import { reconcile } from "./reconcile.ts";

describe.each(everyVersion)(
  "on PostgreSQL %i, by an admin with CREATEROLE and CREATEDB and nothing more",
  (version) => {
    let postgres: TestPostgres;
    let access: AccessBench;
    beforeAll(async () => {
      [postgres, access] = await Promise.all([startPostgres({ version }), bench.openAccessBench()]);
      await postgres.query("create role manager login createrole createdb password 'only-for-tests'");
    });
    afterAll(async () => {
      await access.close();
      await postgres.discard();
    });

    test("an open session ends with its access", async () => {
      const serverId = await bench.addServer(
        access,
        postgres,
        postgres.urlFor("postgres", "manager", "only-for-tests"),
      );
      const owner = await bench.addAccount(access.db, "olive");
      const database = await bench.addCreated(access, serverId, owner);
      await reconcile(access.platform, database.id);
      const person = await bench.addAccount(access.db, "camille");
      const id = await bench.addAccepted(access.db, database.id, person, owner, "read-only");
      await reconcile(access.platform, database.id);
      const login = (await bench.loginOf(access.db, id)).role_name;
      await postgres.query(`alter role "${login}" password 'their-own'`);
      const url = postgres.urlFor(database.dbname, login, "their-own");
      const session = await connect(url);
      const pid = (await session.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;
      const ended = new Promise((resolve) => session.once("end", resolve));
      await bench.markRevoked(access.db, id, owner);
      await reconcile(access.platform, database.id);
      await ended;
      expect(await refusalOf(url)).toBe("28P01");
      expect(await findClosure(access.db, id)).toMatchObject({ left_over: [], sessions_ended: [{ pid }] });
      expect(await bench.loginOf(access.db, id)).toMatchObject({ state: "gone", blocked: null });
    });
  },
);
