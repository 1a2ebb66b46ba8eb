import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { closeAdminConnections } from "../../server/access/admin-connections.ts";
import { gone, type AccessStage, type Kind, type Member } from "../support/access-stage.ts";
import { connect, refusalOf } from "../support/postgres.ts";
import { openSession } from "../support/session.ts";
import { driftOf } from "./drift.ts";
import { whereRulesDiffer, showsAttack } from "./matrix.ts";

/** What a `full` collaborator may do to the database that they own, from another one. */
interface Shut {
  readonly name: string;
  readonly sql: (dbname: string, roles: string) => string;
  /** What the admin is refused with there, while nothing stands against it; a superuser passes some. */
  readonly refuses: { readonly superuser: string | undefined; readonly createrole: string };
  readonly since?: number;
  readonly found: RegExp;
}

const both = (refusal: string): Shut["refuses"] => ({ superuser: refusal, createrole: refusal });

const shuts: readonly Shut[] = [
  {
    name: "by a connection limit of 0",
    sql: (dbname) => `alter database "${dbname}" connection limit 0`,
    refuses: { superuser: undefined, createrole: "53300" },
    found: /^the database shop_\w+ had a connection limit of 0$/,
  },
  {
    name: "to everybody",
    sql: (dbname) => `alter database "${dbname}" allow_connections false`,
    refuses: both("55000"),
    found: /^nobody was let connect to shop_\w+$/,
  },
  {
    name: "by taking CONNECT from whoever has it",
    sql: (dbname, roles) => `revoke connect on database "${dbname}" from ${roles}`,
    refuses: { superuser: undefined, createrole: "42501" },
    found: /^shop_\w+_owner and guestlist_\w+_ro and guestlist_\w+_rw could not connect to shop_\w+$/,
  },
  {
    name: "by a library that is not there",
    sql: (dbname) => `alter database "${dbname}" set local_preload_libraries = 'nothing'`,
    refuses: both("58P01"),
    found: /^the setting local_preload_libraries of shop_\w+ kept everybody out$/,
  },
  {
    name: "by the time that a session may be idle",
    sql: (dbname) => `alter database "${dbname}" set idle_session_timeout = '1ms'`,
    refuses: both("57P05"),
    since: 14,
    found: /^the setting idle_session_timeout of shop_\w+ kept everybody out$/,
  },
  {
    name: "by the time that a transaction may take",
    sql: (dbname) => `alter database "${dbname}" set transaction_timeout = '1ms'`,
    refuses: both("25P04"),
    since: 17,
    found: /^the setting transaction_timeout of shop_\w+ kept everybody out$/,
  },
  {
    name: "by the time that a statement may take",
    sql: (dbname) => `alter database "${dbname}" set statement_timeout = '1ms'`,
    refuses: both("57014"),
    found: /^the setting statement_timeout of shop_\w+ kept everybody out$/,
  },
];

const knownTo = ({ version }: Kind): Shut[] => shuts.filter(({ since = 13 }) => since <= version);

whereRulesDiffer("A full collaborator who shuts the database that the admin URL leads to", (stage, kind) => {
  let atFirst: Buffer | null = null;
  afterEach(async () => {
    if (atFirst !== null) await setAdminUrl(stage(), atFirst);
  });

  test.runIf(showsAttack(kind)).each(knownTo(kind))(
    "$name, is out all the same, and the database is open again",
    async ({ sql, refuses, found }) => {
      const { addMember, revoke, statusOf, database } = stage();
      const member = await addMember("full");
      const other = await addMember("full");
      atFirst = await leadInto(stage());
      const session = await connect(member.url);
      await asOwner(stage(), member, (roles) => [sql(database.dbname, roles)]);
      // As after a restart of the worker: no session is left from before.
      await closeAdminConnections();
      expect(await refusalThere(stage())).toBe(refuses[kind.admin]);

      await revoke(member);

      expect(await statusOf(member.id)).toBe("ended");
      expect(await refusalOf(member.url)).toBe("28P01");
      await expect(session.query("select 1")).rejects.toThrow(gone);
      expect((await driftOf(stage())).found).toEqual([expect.stringMatching(found)]);
      expect(await refusalOf(other.url)).toBeUndefined();
    },
  );

  test("in every way at once, while a session of Guestlist's is open, is out too", async () => {
    const { addMember, revoke, run, statusOf, database } = stage();
    const member = await addMember("full");
    const other = await addMember("full");
    atFirst = await leadInto(stage());
    await run();
    await asOwner(stage(), member, (roles) => knownTo(kind).map(({ sql }) => sql(database.dbname, roles)));

    await revoke(member);

    expect(await statusOf(member.id)).toBe("ended");
    expect((await driftOf(stage())).found).toHaveLength(knownTo(kind).length);
    expect(await refusalOf(other.url)).toBeUndefined();
    await run();
    expect((await driftOf(stage())).found).toHaveLength(knownTo(kind).length);
  });

  test("with a transaction prepared in it that keeps their role locked, is out once it is open again", async () => {
    const { addMember, revoke, runUntil, statusOf, database, nextNumber } = stage();
    const member = await addMember("full");
    atFirst = await leadInto(stage());
    const { client } = await openSession(member.url);
    await client.query(`set role none; begin; alter role "${member.login}" password 'their-own'`);
    await client.query(`prepare transaction 'keeps a role ${nextNumber()}'`);
    await client.end();
    await asOwner(stage(), member, () => [`alter database "${database.dbname}" allow_connections false`]);
    await closeAdminConnections();
    await revoke(member);
    await runUntil(async () => (await statusOf(member.id)) === "ended");
    expect(await refusalOf(member.url)).toBe("28P01");
  });

  test("by dropping it keeps nobody's access to another database of the server", async () => {
    const { addMember, addDatabase, revoke, statusOf, database, postgres } = stage();
    const member = await addMember("full");
    atFirst = await leadInto(stage());
    await closeAdminConnections();
    await asOwner(stage(), member, () => [`drop database "${database.dbname}"`]);
    await addDatabase();
    const victim = await addMember("read-only");
    await revoke(victim);
    expect(await statusOf(victim.id)).toBe("ended");
    expect(await refusalOf(victim.url)).toBe("28P01");
    expect(await postgres.query("select from pg_database where datname = $1", [database.dbname])).toEqual([]);
  });
});

const rowOf = ({ access, serverId }: AccessStage) =>
  access.db.selectFrom("servers").selectAll().where("id", "=", serverId).executeTakeFirstOrThrow();

const setAdminUrl = ({ access, serverId }: AccessStage, sealed: Buffer) =>
  access.db.updateTable("servers").set({ admin_url_sealed: sealed }).where("id", "=", serverId).execute();

/** As of a database that was attached: its URL is the server's. @returns what was stored before */
async function leadInto(stage: AccessStage): Promise<Buffer> {
  const { admin_url_sealed: before } = await rowOf(stage);
  await setAdminUrl(stage, stage.access.platform.secrets.seal(`${intoDatabase(stage)}?sslmode=disable`));
  return before;
}

const intoDatabase = ({ adminUrl, database }: AccessStage): string =>
  Object.assign(new URL(adminUrl), { pathname: `/${database.dbname}` }).href;

/** From another database, in which the person works as themself until they say otherwise. */
async function asOwner(
  { postgres, row }: AccessStage,
  { login }: Member,
  statements: (roles: string) => readonly string[],
): Promise<void> {
  const { id, owner_role: owner } = await row();
  const groups = ["ro", "rw"].map((group) => `guestlist_${id.slice(0, 8)}_${group}`);
  const session = await connect(postgres.urlFor("postgres", login, "their-own"));
  await session.query(`set role "${owner}"`);
  const roles = [owner, ...groups].map((role) => `"${role}"`).join(", ");
  for (const statement of statements(roles)) await session.query(statement);
  await session.end();
}

/** How a session of the admin's ends that asks for something which takes a moment, and then waits. */
async function refusalThere(stage: AccessStage): Promise<string | undefined> {
  try {
    const { client, ended } = await openSession(intoDatabase(stage));
    // Ended before it could ask, the driver says so without a code; PostgreSQL's own words have come by then.
    const refused = await client.query("select pg_sleep(0.05)").then(
      () => undefined,
      (error: unknown) => (error as { code?: string }).code,
    );
    const end = (await Promise.race([ended, delay(50, null)])) ?? undefined;
    await client.end();
    return refused ?? end?.code;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}
