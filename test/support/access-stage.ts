import type pg from "pg";
import { reconcile } from "../../server/access/reconcile.ts";
import * as bench from "./access.ts";
import { queryOnce, startPostgres } from "./postgres.ts";

/** An accepted collaborator with a login and a password. */
export interface Member {
  id: string;
  person: bench.Person;
  login: string;
  url: string;
}

/** What the driver says of a session that was ended from outside. */
export const gone = /terminat|closed|not queryable|ECONNRESET/i;

/** The SQLSTATE that a statement is refused with in a session of its own; undefined when it works. */
export const refusedQuery = async (url: string, sql: string): Promise<string | undefined> =>
  queryOnce(url, sql).then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );

export type AccessStage = Awaited<ReturnType<typeof openAccessStage>>;

/** A server with one created database at a time, and the reconciler to be run by hand. */
export async function openAccessStage() {
  const postgres = await startPostgres();
  const access = await bench.openAccessBench();
  const serverId = await bench.addServer(access, postgres);
  const owner = await bench.addAccount(access.db, "olive");
  let database = { id: "", dbname: "" };
  let number = 0;

  const run = (): Promise<void> => reconcile(access.platform, database.id);
  async function newDatabase(): Promise<{ id: string; dbname: string }> {
    database = await bench.addCreated(access, serverId, owner);
    await run();
    return database;
  }
  async function addMember(level: "full" | "read-write" | "read-only"): Promise<Member> {
    const person = await bench.addAccount(access.db, `camille${++number}`);
    const id = await bench.addAccepted(access.db, database.id, person, owner, level);
    await run();
    const login = (await bench.loginOf(access.db, id)).role_name;
    await postgres.query(`alter role "${login}" password 'their-own'`);
    return { id, person, login, url: postgres.urlFor(database.dbname, login, "their-own") };
  }
  async function revoke(member: Member): Promise<void> {
    await bench.markRevoked(access.db, member.id, owner);
    await run();
  }
  return {
    postgres,
    access,
    serverId,
    owner,
    get database() {
      return database;
    },
    nextNumber: () => ++number,
    run,
    newDatabase,
    addMember,
    revoke,
    row: () => access.db.selectFrom("databases").selectAll().where("id", "=", database.id).executeTakeFirstOrThrow(),
    statusOf: async (id: string): Promise<string> =>
      (await access.db.selectFrom("collaborators").select("status").where("id", "=", id).executeTakeFirstOrThrow())
        .status,
    asApp: <R extends pg.QueryResultRow>(sql: string): Promise<R[]> =>
      queryOnce<R>(postgres.urlFor(database.dbname, `${database.dbname}_app`, bench.appPassword), sql),
    close: async () => {
      await access.close();
      await postgres.discard();
    },
  };
}
