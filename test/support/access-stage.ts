import type pg from "pg";
import { load } from "../../server/access/loaded.ts";
import { isAsItShouldBe, reconcile } from "../../server/access/reconcile.ts";
import type { Faults } from "../../server/access/run.ts";
import { runSql } from "../../server/platform/control-database.ts";
import type { Platform } from "../../server/platform/platform.ts";
import * as bench from "./access.ts";
import { makeManagedAdmin } from "./managed-admin.ts";
import { queryOnce, startPostgres } from "./postgres.ts";
import { everyVersion } from "./postgres-versions.ts";
import { eventually } from "./signals.ts";

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

/** Until a connection has hidden its user for a while. Before 18 it shows itself by its locks alone. */
export async function hiddenConnection({
  postgres,
  version,
}: Pick<AccessStage, "postgres" | "version">): Promise<void> {
  const sql =
    version >= 18
      ? "select pid from pg_stat_activity where backend_type = 'client backend' and usesysid is null"
      : "select distinct l.pid from pg_locks l left join pg_stat_activity a using (pid) where l.pid is not null and a.pid is null";
  const seen = new Map<number, number>();
  await eventually(async () => {
    const pids = (await postgres.query<{ pid: number }>(sql)).map(({ pid }) => pid);
    for (const pid of pids) if (!seen.has(pid)) seen.set(pid, Date.now());
    return pids.some((pid) => Date.now() - (seen.get(pid) ?? Infinity) > 300);
  });
}

/** A version of PostgreSQL, and the rights that the admin connection has on it. */
export interface Kind {
  version: number;
  admin: "superuser" | "createrole";
}

/**
 * Those between which PostgreSQL's own rules change: connections that hide, the right to create in `public` and the
 * admin's rights on what it made, grantors, and what the newest shows. The failure modes run on every kind; what rests on
 * the same statements runs on these, and with `EVERY_VERSION=1` on all.
 */
const differing = (kind: Kind): boolean =>
  ["13 superuser", "15 createrole", "16 createrole", "18 superuser"].includes(`${kind.version} ${kind.admin}`);

/** Those whose rules are not those of the version before, or are the newest. */
const rulesChangeAt = [13, 15, 16, 18];

/** What the product says of an access has to be true on all of these. */
export const everyKind: readonly Kind[] = everyVersion.flatMap((version): Kind[] => [
  { version, admin: "superuser" },
  ...(rulesChangeAt.includes(version) ? [{ version, admin: "createrole" } as const] : []),
]);

export const kindsThatDiffer: readonly Kind[] =
  process.env["EVERY_VERSION"] === undefined ? everyKind.filter(differing) : everyKind;

/** The same for what a superuser alone can do. */
export const superusersThatDiffer: readonly Kind[] = everyKind.filter(
  ({ admin, version }) =>
    admin === "superuser" && (process.env["EVERY_VERSION"] !== undefined || rulesChangeAt.includes(version)),
);

/** The timer's look changes nothing, and does not call a database as it should be where a reconcile has something to do. */
export async function lookAndReconcile(platform: Platform, databaseId: string, faults: Faults = {}): Promise<void> {
  const loaded = await load(platform.db, databaseId);
  const before = await recorded(platform, databaseId);
  const settled = loaded !== null && (await isAsItShouldBe(platform, loaded));
  const after = await recorded(platform, databaseId);
  if (after !== before) throw new Error(`a look has recorded something: ${before} became ${after}`);
  const done: string[] = [];
  await reconcile(platform, databaseId, {
    ...faults,
    before: (kind) => {
      done.push(kind);
      return faults.before?.(kind);
    },
  });
  // Ended logins that are back are looked for by the reconcile of one database, for all of their server.
  const ofServer = new Set(["refuse-logins", "remove-memberships"]);
  const overlooked = done.filter((kind) => !ofServer.has(kind));
  if (settled && overlooked.length > 0)
    throw new Error(`a look found nothing to do, and a reconcile did: ${overlooked.join(", ")}`);
}

/** What is stored of a database, but for how much of it the levels cover. */
async function recorded({ db }: Platform, databaseId: string): Promise<string> {
  const { rows } = await runSql(
    db,
    `select jsonb_build_object('database', to_jsonb(d),
       'events', (select jsonb_agg(e.type order by e.id) from events e where e.database_id = d.id),
       'collaborators', (select jsonb_agg(c order by c.id) from collaborators c where c.database_id = d.id),
       'logins', (select jsonb_agg(l order by l.id) from logins l where l.database_id = d.id),
       'users', (select jsonb_agg(u order by u.id) from database_users u where u.database_id = d.id)) as state
     from databases d where d.id = $1`,
    [databaseId],
  );
  return JSON.stringify(rows);
}

export type AccessStage = Awaited<ReturnType<typeof openAccessStage>>;

/** A server with one created database at a time, and the reconciler to be run by hand. */
export async function openAccessStage({
  version = 18,
  admin = "superuser",
  settings = {},
  looksFirst = false,
}: Partial<Kind> & { settings?: Record<string, string>; looksFirst?: boolean } = {}) {
  const postgres = await startPostgres({ version, settings });
  const access = await bench.openAccessBench();
  const adminUrl = admin === "superuser" ? postgres.adminUrl : await makeManagedAdmin(postgres);
  const serverId = await bench.addServer(access, postgres, adminUrl);
  const owner = await bench.addAccount(access.db, "olive");
  let database = { id: "", dbname: "of no test yet" };
  let number = 0;

  const run = (faults: Faults = {}): Promise<void> =>
    (looksFirst ? lookAndReconcile : reconcile)(access.platform, database.id, faults);
  /** A server that a test before has just started again may be said to be silent still: no worker is here to ask again. */
  const runUntil = (isDone: () => Promise<boolean>): Promise<unknown> =>
    eventually(async () => (await run(), await isDone()), { within: 20_000, every: 250 });
  const row = () =>
    access.db.selectFrom("databases").selectAll().where("id", "=", database.id).executeTakeFirstOrThrow();
  /** The one of a test before goes: the end of an access looks into every database of the server, and a standby copies all. */
  async function newDatabase(): Promise<{ id: string; dbname: string }> {
    // Whom DROP DATABASE itself sends away it waits for in steps of 100 ms.
    await postgres.query("select pg_terminate_backend(pid), pg_sleep(0.02) from pg_stat_activity where datname = $1", [
      database.dbname,
    ]);
    await postgres.query(`drop database if exists "${database.dbname}" with (force)`);
    return addDatabase();
  }
  async function addDatabase(): Promise<{ id: string; dbname: string }> {
    database = await bench.addCreated(access, serverId, owner);
    await runUntil(async () => (await row()).state === "ready");
    return database;
  }
  async function addMember(level: "full" | "read-write" | "read-only"): Promise<Member> {
    const person = await bench.addAccount(access.db, `camille${++number}`);
    const id = await bench.addAccepted(access.db, database.id, person, owner, level);
    await runUntil(
      async () =>
        (await access.db.selectFrom("logins").select("id").where("collaborator_id", "=", id).execute()).length > 0,
    );
    const login = (await bench.loginOf(access.db, id)).role_name;
    await postgres.query(`alter role "${login}" password 'their-own'`);
    return { id, person, login, url: postgres.urlFor(database.dbname, login, "their-own") };
  }
  async function revoke(member: Member, faults?: Faults): Promise<void> {
    await bench.markRevoked(access.db, member.id, owner);
    await run(faults);
  }
  return {
    version,
    admin,
    adminUrl,
    postgres,
    access,
    serverId,
    owner,
    get database() {
      return database;
    },
    nextNumber: () => ++number,
    run,
    runUntil,
    newDatabase,
    /** Beside the one that is there. */
    addDatabase,
    addMember,
    revoke,
    row,
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
