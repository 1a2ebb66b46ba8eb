import type { AccessLevel } from "@guestlist/contract";
import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import { prepared } from "../platform/prepared.ts";
import type { DatabaseRow } from "./grant.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Names that look like an id are refused when a database is named, so that this is never ambiguous. */
export const looksLikeId = (text: string): boolean => uuid.test(text);

/** What an account is to a database: its owner (`access` null), or a collaborator with that access level. */
export interface Standings {
  readonly database: DatabaseRow;
  readonly collaborator: { readonly id: string; readonly access: AccessLevel } | null;
}

/** How firmly the database's row is held until the transaction ends. */
export type Hold = "none" | "share" | "change";

const databaseColumns = [
  "d.id",
  "d.name",
  "d.owner_account_id",
  "d.server_id",
  "d.dbname",
  "d.kind",
  "d.state",
  "d.blocked",
  "d.ownership",
  "d.owner_role",
  "d.owner_role_oid",
  "d.previous_owner_role",
  "d.collaborators_managed_by",
  "d.delete_data",
  "d.created_at",
  "d.ready_at",
  "d.deleting_at",
  "d.deleted_at",
] as const;

/** Null when there is none, or the account is neither its owner nor an accepted collaborator: the two look the same. */
export async function findStanding(
  db: Reader,
  accountId: string,
  reference: string,
  hold: Hold,
): Promise<Standings | null> {
  const found = db
    .selectFrom("databases as d")
    .leftJoin("collaborators as c", (join) =>
      join.onRef("c.database_id", "=", "d.id").on("c.account_id", "=", accountId).on("c.status", "=", "accepted"),
    )
    .modifyFront(prepared)
    .select(databaseColumns)
    .select(["c.id as collaborator_id", "c.access"])
    .where(looksLikeId(reference) ? "d.id" : "d.name", "=", reference)
    .where("d.state", "<>", "deleted")
    .where((eb) => eb.or([eb("d.owner_account_id", "=", accountId), eb("c.id", "is not", null)]));
  const held = hold === "none" ? found : hold === "share" ? found.forShare("d") : found.forNoKeyUpdate("d");
  const row = await held.executeTakeFirst();
  if (row === undefined) return null;
  const { collaborator_id: id, access, ...database } = row;
  const owns = database.owner_account_id === accountId || id === null;
  return { database, collaborator: owns ? null : { id, access: access as AccessLevel } };
}

/** Holds a collaborator's row until the transaction ends, so that no revoke overtakes what they do in it. */
export async function holdAccepted(db: Reader, collaboratorId: string): Promise<AccessLevel | null> {
  const row = await db
    .selectFrom("collaborators")
    .select("access")
    .where("id", "=", collaboratorId)
    .where("status", "=", "accepted")
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : (row.access as AccessLevel);
}

export interface NewDatabase {
  readonly name: string;
  readonly ownerAccountId: string;
  readonly serverId: string;
  readonly dbname: string;
  readonly kind: "created" | "attached";
  readonly ownership: "made" | "kept" | "moving" | "moved";
  /** The powerless role that owns an attached database already. */
  readonly ownerRole?: { readonly name: string; readonly oid: number };
}

/**
 * Null when the name is taken, by whomever: the unique indexes are the judges. Both of them, since two of the same name
 * at once have the same dbname too, and whichever index PostgreSQL asks first finds it.
 */
export async function insertDatabase(tx: Tx, database: NewDatabase): Promise<DatabaseRow | null> {
  const row = await tx
    .insertInto("databases")
    .values({
      name: database.name,
      owner_account_id: database.ownerAccountId,
      server_id: database.serverId,
      dbname: database.dbname,
      kind: database.kind,
      ownership: database.ownership,
      owner_role: database.ownerRole?.name ?? null,
      owner_role_oid: database.ownerRole?.oid ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function isNameTaken(db: Reader, name: string): Promise<boolean> {
  const query = db.selectFrom("databases").select("id").where("name", "=", name).where("state", "<>", "deleted");
  return (await query.executeTakeFirst()) !== undefined;
}

/** True when a database of that name is on the server, or was left there when it was taken off Guestlist. */
export async function isDbnameUsed(db: Reader, serverId: string, dbname: string): Promise<boolean> {
  const query = db
    .selectFrom("databases")
    .select("id")
    .where("server_id", "=", serverId)
    .where("dbname", "=", dbname)
    .where((where) => where.or([where("state", "<>", "deleted"), where("delete_data", "=", "keep")]));
  return (await query.executeTakeFirst()) !== undefined;
}

/** Of the control database's own cluster, which the configured server is: what others have there stays theirs. */
export async function isUsedInCluster(db: Reader, dbname: string, roleName: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from pg_database where datname = ${dbname})
      or exists (select from pg_roles where rolname = ${roleName}) as used`.execute(db);
  return rows[0]?.used ?? true;
}

/** Whichever way the server is reached: it is known by its system identifier. */
export async function isAttached(db: Reader, systemIdentifier: string, dbname: string): Promise<boolean> {
  const query = db
    .selectFrom("databases")
    .innerJoin("servers", "servers.id", "databases.server_id")
    .select("databases.id")
    .where("servers.system_identifier", "=", systemIdentifier)
    .where("databases.dbname", "=", dbname)
    .where("databases.state", "<>", "deleted");
  return (await query.executeTakeFirst()) !== undefined;
}

/** Until the transaction ends, nobody else attaches that database, by whatever address and login. */
export async function holdAttaching(tx: Tx, systemIdentifier: string, dbname: string): Promise<void> {
  const key = `attach ${systemIdentifier} ${dbname}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** False when it is being deleted. */
export async function setManagedBy(tx: Tx, databaseId: string, managedBy: "owner" | "full"): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ collaborators_managed_by: managedBy })
    .where("id", "=", databaseId)
    .where("state", "in", ["making", "ready"])
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Asks for the ownership to be moved or returned; false when it is on its way to somewhere else by now. */
export async function setOwnership(
  tx: Tx,
  databaseId: string,
  from: string,
  to: "moving" | "returning" | "kept",
): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ ownership: to })
    .where("id", "=", databaseId)
    .where("ownership", "=", from)
    .where("state", "in", ["making", "ready"])
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Addresses of those who have full access, or were offered it. */
export async function listFullAccess(tx: Reader, databaseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("collaborators")
    .select("email")
    .where("database_id", "=", databaseId)
    .where("access", "=", "full")
    .where("status", "<>", "ended")
    .orderBy("email_folded")
    .execute();
  return rows.map((row) => row.email);
}

/** making or ready → deleting, once: whoever comes second gets false. */
export async function markDeleting(tx: Tx, databaseId: string, data: "keep" | "drop"): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ state: "deleting", deleting_at: sql<Date>`clock_timestamp()`, delete_data: data, blocked: null })
    .where("id", "=", databaseId)
    .where("state", "in", ["making", "ready"])
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Null when it has another owner by now, or is being deleted. */
export async function setOwner(
  tx: Tx,
  databaseId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<DatabaseRow | null> {
  const row = await tx
    .updateTable("databases")
    .set({ owner_account_id: to })
    .where("id", "=", databaseId)
    .where("owner_account_id", "=", from)
    .where("state", "in", ["making", "ready"])
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
