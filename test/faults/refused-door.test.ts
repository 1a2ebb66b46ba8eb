import { expect, test } from "vitest";
import * as bench from "../support/access.ts";
import { refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { everyVersion } from "./matrix.ts";

/** Since 16 an admin with CREATEROLE may change what it made, whatever that has been given; a superuser always may. */
const before16 = ({ version, admin }: { version: number; admin: string }): boolean =>
  version < 16 && admin === "createrole";

everyVersion(
  "A login that the admin may not change, since a superuser gave it more",
  (stage) => {
    test("is let in still, which is said, and what it had is gone all the same, with its sessions", async () => {
      const { addMember, revoke, run, statusOf, postgres, access, database, asApp } = stage();
      await asApp("create table theirs as select 1 as n");
      const member = await addMember("read-write");
      await postgres.query(`alter role "${member.login}" replication`);
      const session = await openSession(member.url);
      await revoke(member);
      await session.ended;
      expect(await statusOf(member.id)).toBe("revoking");
      expect(await bench.loginOf(access.db, member.id)).toMatchObject({
        new_logins_refused_at: null,
        blocked: expect.stringContaining("PostgreSQL refuses this to the admin connection"),
      });
      const memberships = "select from pg_auth_members where member = $1::regrole";
      expect(await postgres.query(memberships, [`"${member.login}"`])).toEqual([]);
      expect(await refusalOf(postgres.urlFor("postgres", member.login, "their-own"))).toBeUndefined();
      expect(await refusalOf(postgres.urlFor(database.dbname, member.login, "their-own"))).toBe("42501");

      await postgres.query(`alter role "${member.login}" noreplication`);
      await run();
      expect(await statusOf(member.id)).toBe("ended");
      expect(await refusalOf(member.url)).toBe("28P01");
    });
  },
  before16,
);
