import type { Reader, Tx } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";
import type { ServerFacts } from "./admin-connection.ts";
import type { DatabaseRow, ServerRow } from "./grant.ts";

/** A server as it was just seen through an admin connection. */
export interface SeenServer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly sslmode: string;
  readonly adminUrlSealed: Buffer;
  readonly facts: ServerFacts;
}

/** The admin URL of a database's server, to that database; a secret. */
export async function adminUrlOfDatabase(
  { db, secrets }: Pick<Platform, "db" | "secrets">,
  { server_id: id, dbname }: Pick<DatabaseRow, "server_id" | "dbname">,
): Promise<string> {
  const row = await db.selectFrom("servers").select("admin_url_sealed").where("id", "=", id).executeTakeFirstOrThrow();
  return Object.assign(new URL(secrets.open(row.admin_url_sealed)), { pathname: `/${encodeURIComponent(dbname)}` })
    .href;
}

/** Where databases are created: the bundled server, or the one behind DATABASE_URL. */
export async function findConfiguredServer(db: Reader): Promise<ServerRow | null> {
  return (await db.selectFrom("servers").selectAll().where("bundled", "=", true).executeTakeFirst()) ?? null;
}

/**
 * The row of a server that somebody attaches a database on: made, or the one there is for that cluster, address and
 * admin login. What it then knows of the admin URL is renewed, except of the configured server, whose URL is set at
 * each start.
 */
export async function saveAttachedServer(tx: Tx, seen: SeenServer): Promise<ServerRow> {
  const existing = await findSame(tx, seen);
  if (existing?.bundled) return existing;
  if (existing) return renew(tx, existing.id, seen, { name: existing.name });
  return insert(tx, seen, false);
}

/** The row of a server that databases are attached on already, with what is known of it now; null when there is none. */
export async function renewAttachedServer(tx: Tx, seen: SeenServer): Promise<ServerRow | null> {
  const existing = await findSame(tx, seen);
  return existing === null || existing.bundled ? null : renew(tx, existing.id, seen, { name: existing.name });
}

export async function listDatabasesOf(db: Reader, serverId: string): Promise<string[]> {
  const query = db.selectFrom("databases").select("id").where("server_id", "=", serverId);
  return (await query.where("state", "<>", "deleted").execute()).map(({ id }) => id);
}

/** The row of the configured server. One whose place another cluster has taken keeps its databases, and loses the mark. */
export async function saveConfiguredServer(tx: Tx, seen: SeenServer): Promise<ServerRow> {
  const before = await findConfiguredServer(tx);
  const moved = before?.system_identifier === seen.facts.systemIdentifier ? before : null;
  const row = (await findSame(tx, seen)) ?? moved;
  if (before && before.id !== row?.id)
    await tx.updateTable("servers").set({ bundled: false }).where("id", "=", before.id).execute();
  return row ? renew(tx, row.id, seen, { bundled: true }) : insert(tx, seen, true);
}

async function findSame(tx: Tx, { host, port, facts }: SeenServer): Promise<ServerRow | null> {
  const query = tx
    .selectFrom("servers")
    .selectAll()
    .where("system_identifier", "=", facts.systemIdentifier)
    .where("host", "=", host)
    .where("port", "=", port)
    .where("admin_role", "=", facts.adminRole)
    .forUpdate();
  return (await query.executeTakeFirst()) ?? null;
}

async function renew(
  tx: Tx,
  id: string,
  seen: SeenServer,
  changes: { readonly name?: string; readonly bundled?: boolean },
): Promise<ServerRow> {
  const values = { ...valuesOf(seen), ...changes };
  return tx.updateTable("servers").set(values).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

const insert = (tx: Tx, seen: SeenServer, bundled: boolean): Promise<ServerRow> =>
  tx
    .insertInto("servers")
    .values({ ...valuesOf(seen), bundled })
    .onConflict((conflict) =>
      conflict.columns(["system_identifier", "host", "port", "admin_role"]).doUpdateSet(valuesOf(seen)),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

const valuesOf = ({ name, host, port, sslmode, adminUrlSealed, facts }: SeenServer) => ({
  name,
  host,
  port,
  sslmode,
  admin_url_sealed: adminUrlSealed,
  admin_role: facts.adminRole,
  superuser: facts.superuser,
  system_identifier: facts.systemIdentifier,
  version_num: facts.versionNum,
  version: facts.version,
  state: "answers",
  reason: null,
  answers_ms: facts.answersMs,
  seen_at: new Date(),
  silent_since: null,
  last_try_at: new Date(),
  next_try_at: null,
});

/** Whether it answers, as last seen. */
export const findServerState = (db: Reader, id: string): Promise<Pick<ServerRow, "state" | "last_try_at" | "reason">> =>
  db.selectFrom("servers").select(["state", "last_try_at", "reason"]).where("id", "=", id).executeTakeFirstOrThrow();
