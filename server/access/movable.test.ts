import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as bench from "../../test/support/access.ts";
import { openAccessStage, type AccessStage } from "../../test/support/access-stage.ts";
import { queryOnce } from "../../test/support/postgres.ts";
import { judge, whyNotMove } from "../databases/findings.ts";
import { lookAt } from "../databases/look.ts";
import { reconcile } from "./reconcile.ts";

/** An admin without superuser rights, the owner that the database has, and what is in it besides a table of its own. */
interface Case {
  readonly admin: string;
  readonly owner?: string;
  /** How the admin may act for the owner; `self` is the owner itself. */
  readonly by?: "admin option" | "membership" | "self";
  readonly asSuperuser?: string;
  readonly asOwner?: string;
  /** A part of what the check says is in the way; null where the move works. */
  readonly refused: string | null | ((version: number) => string | null);
}

const inTheWay = "another role may not create there";
const cases: Record<string, Case> = {
  "one that may create roles and databases": { admin: "createrole createdb", refused: null },
  "one that may create no databases": { admin: "createrole", refused: "ALTER ROLE admin_N CREATEDB" },
  "one that is a member of the owner alone": {
    admin: "createrole createdb",
    by: "membership",
    refused: (version) => (version >= 16 ? "GRANT boss_N TO admin_N WITH ADMIN OPTION" : null),
  },
  "one that does not inherit": {
    admin: "createrole createdb noinherit",
    refused: (version) => (version >= 16 ? null : "ALTER ROLE admin_N INHERIT"),
  },
  "the owner itself": { admin: "createrole createdb", by: "self", refused: null },
  "the owner itself that may create no databases": {
    admin: "createrole",
    by: "self",
    refused: "ALTER ROLE boss_N CREATEDB",
  },
  "an owner that is a superuser": {
    admin: "createrole createdb",
    owner: "superuser",
    refused: "only a superuser may change",
  },
  "an owner that may create roles": { admin: "createrole createdb", owner: "createrole", refused: null },
  "tables in somebody else's schema, open to the owner": {
    admin: "createrole createdb",
    asSuperuser: "create schema app; grant create, usage on schema app to boss_N",
    asOwner: "create table app.theirs (n int)",
    refused: inTheWay,
  },
  "tables in somebody else's schema, open to all": {
    admin: "createrole createdb",
    asSuperuser: "create schema app; grant create, usage on schema app to public",
    asOwner: "create table app.theirs (n int)",
    refused: null,
  },
  "tables in a schema public of somebody else's": {
    admin: "createrole createdb",
    asSuperuser:
      "alter schema public owner to postgres; revoke create on schema public from public; grant create on schema public to boss_N",
    asOwner: "create table public.theirs (n int)",
    refused: inTheWay,
  },
  "a publication": { admin: "createrole createdb", asOwner: "create publication told", refused: null },
  "a foreign server": {
    admin: "createrole createdb",
    asSuperuser: "create extension postgres_fdw; grant usage on foreign data wrapper postgres_fdw to boss_N",
    asOwner: "create server far foreign data wrapper postgres_fdw",
    refused: "foreign-data wrapper of far",
  },
};

/** The rights that a move needs changed with 16 alone; the schema public with 15. */
const versions = process.env["EVERY_VERSION"] === undefined ? [13, 16] : [13, 14, 15, 16, 17, 18];

describe.each(versions)("PostgreSQL %s: the check of a move", (version) => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await openAccessStage({ version });
  });
  afterAll(() => stage.close());

  test.each(Object.entries(cases))("agrees with PostgreSQL on %s", async (_, each) => {
    const { postgres, access, owner, nextNumber } = stage;
    const n = nextNumber();
    const numbered = (text: string): string => text.replaceAll("_N", `_${n}`);
    const [dbname, boss, admin] = [`db_${n}`, `boss_${n}`, each.by === "self" ? `boss_${n}` : `admin_${n}`];
    await postgres.query(`create role ${boss} login password 'x' ${each.owner ?? ""}`);
    if (admin !== boss) await postgres.query(`create role ${admin} login password 'x'`);
    await postgres.query(`alter role ${admin} ${each.admin}`);
    await postgres.query(`create database ${dbname} owner ${boss}`);
    if (admin !== boss)
      await postgres.query(`grant ${boss} to ${admin}${each.by === "membership" ? "" : " with admin option"}`);
    const bossUrl = postgres.urlFor(dbname, boss, "x");
    if (each.asSuperuser !== undefined) await postgres.query(numbered(each.asSuperuser), [], dbname);
    await queryOnce(bossUrl, "create schema own; create table own.things (id serial, n int)");
    if (each.asOwner !== undefined) await queryOnce(bossUrl, each.asOwner);

    const look = await lookAt(postgres.urlFor(dbname, admin, "x"));
    if (typeof look === "string" || !look.answered) throw new Error("the server did not answer");
    const said = judge(look, { control: false, attached: false }, "move").filter(({ kind }) => kind === "refuses");
    const refused = typeof each.refused === "function" ? each.refused(version) : each.refused;
    if (refused === null) expect(said).toEqual([]);
    else expect(said).toEqual([expect.objectContaining({ message: expect.stringContaining(numbered(refused)) })]);
    if (said[0]?.code === "move_refused") expect(whyNotMove(look)).toBe(said[0].message);

    const serverId = await bench.addServer(access, postgres, postgres.urlFor("postgres", admin, "x"));
    const { id } = await bench.addAttached(access, serverId, owner, dbname, "moving");
    for (let run = 0; run < 2; run += 1) await reconcile(access.platform, id);
    const row = await access.db.selectFrom("databases").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect([row.ownership, row.blocked === null]).toEqual(refused === null ? ["moved", true] : ["moving", false]);
  });
});
