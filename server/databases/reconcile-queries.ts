import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";
import type { DatabaseRow, ServerRow } from "./grant.ts";

/** What the reconciler stores of databases, their applications' logins and their servers. */

/** The role that owns the database, known by OID from now on. */
export async function setOwnerRole(tx: Tx, databaseId: string, role: { name: string; oid: number }): Promise<void> {
  await tx
    .updateTable("databases")
    .set({ owner_role: role.name, owner_role_oid: role.oid })
    .where("id", "=", databaseId)
    .execute();
}

/** making → ready; false when it is so already, or being deleted. */
export async function markReady(tx: Tx, databaseId: string): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ state: "ready", ready_at: new Date(), blocked: null })
    .where("id", "=", databaseId)
    .where("state", "=", "making")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Why it does not move on, or null; false when that was known. */
export async function setBlocked(tx: Tx, databaseId: string, reason: string | null): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ blocked: reason })
    .where("id", "=", databaseId)
    .where("blocked", "is distinct from", reason)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Why it waits, held until the transaction ends; null when it does not, or is not there. */
export async function holdBlocked(tx: Tx, databaseId: string): Promise<string | null> {
  const query = tx.selectFrom("databases").select("blocked").where("id", "=", databaseId).forNoKeyUpdate();
  return (await query.executeTakeFirst())?.blocked ?? null;
}

/** moving → moved. */
export async function markMoved(
  tx: Tx,
  databaseId: string,
  from: string,
  to: { name: string; oid: number },
): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ ownership: "moved", owner_role: to.name, owner_role_oid: to.oid, previous_owner_role: from })
    .where("id", "=", databaseId)
    .where("ownership", "=", "moving")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** returning → kept: the role that owned it in between is forgotten. */
export async function markReturned(tx: Tx, databaseId: string): Promise<boolean> {
  const row = await tx
    .updateTable("databases")
    .set({ ownership: "kept", owner_role: null, owner_role_oid: null, previous_owner_role: null })
    .where("id", "=", databaseId)
    .where("ownership", "=", "returning")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Before the first object moves, so that a crash does not forget whose it was. */
export async function setPreviousOwner(tx: Reader, databaseId: string, name: string): Promise<void> {
  await tx
    .updateTable("databases")
    .set({ previous_owner_role: name })
    .where("id", "=", databaseId)
    .where("previous_owner_role", "is", null)
    .execute();
}

/** deleting → deleted. */
export async function markDeleted(tx: Tx, databaseId: string): Promise<DatabaseRow | null> {
  const row = await tx
    .updateTable("databases")
    .set({ state: "deleted", deleted_at: new Date(), blocked: null })
    .where("id", "=", databaseId)
    .where("state", "=", "deleting")
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** The verifier has done its work once the login is made. False when it was ready already, or is to go. */
export async function markUserReady(tx: Tx, id: string, roleOid: number): Promise<boolean> {
  const row = await tx
    .updateTable("database_users")
    .set({ state: "ready", role_oid: roleOid, verifier_sealed: null, blocked: null })
    .where("id", "=", id)
    .where("state", "=", "making")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** It was dropped outside Guestlist, and made again without a password: nobody knows one. */
export async function setUserRemade(tx: Tx, id: string, roleOid: number): Promise<void> {
  await tx
    .updateTable("database_users")
    .set({ role_oid: roleOid, password_changed_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where("state", "=", "ready")
    .execute();
}

/** Why it does not move on, or null; false when that was known. */
export async function setUserBlocked(tx: Tx, id: string, reason: string | null): Promise<boolean> {
  const row = await tx
    .updateTable("database_users")
    .set({ blocked: reason })
    .where("id", "=", id)
    .where("state", "<>", "gone")
    .where("blocked", "is distinct from", reason)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function addUserSessionsEnded(tx: Reader, id: string, ended: number): Promise<void> {
  await tx
    .updateTable("database_users")
    .set((row) => ({ sessions_ended: row("sessions_ended", "+", ended) }))
    .where("id", "=", id)
    .execute();
}

/** Null when it was gone already. */
export async function markUserGone(tx: Tx, id: string): Promise<Selectable<Tables["database_users"]> | null> {
  const row = await tx
    .updateTable("database_users")
    .set({ state: "gone", verifier_sealed: null, blocked: null })
    .where("id", "=", id)
    .where("state", "<>", "gone")
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export interface Answer {
  readonly answersMs: number;
  readonly timeline: number;
  readonly version: string;
  readonly versionNum: number;
  readonly superuser: boolean;
}

/** @returns what the row said before; null when the server is gone from the control database */
export async function setAnswers(tx: Tx, serverId: string, answer: Answer): Promise<ServerRow | null> {
  const before = await tx
    .selectFrom("servers")
    .selectAll()
    .where("id", "=", serverId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (before === undefined) return null;
  const now = new Date();
  await tx
    .updateTable("servers")
    .set({
      state: "answers",
      reason: null,
      silent_since: null,
      next_try_at: null,
      timeline: answer.timeline,
      answers_ms: answer.answersMs,
      version: answer.version,
      version_num: answer.versionNum,
      superuser: answer.superuser,
      seen_at: now,
      last_try_at: now,
    })
    .where("id", "=", serverId)
    .execute();
  return before;
}

/** @returns what the row said before */
export async function setSilent(
  tx: Tx,
  serverId: string,
  silence: { readonly reason: string; readonly nextTryAt: Date },
): Promise<ServerRow | null> {
  const before = await tx
    .selectFrom("servers")
    .selectAll()
    .where("id", "=", serverId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (before === undefined) return null;
  const now = new Date();
  await tx
    .updateTable("servers")
    .set({
      state: "silent",
      reason: silence.reason,
      silent_since: before.silent_since ?? now,
      last_try_at: now,
      next_try_at: silence.nextTryAt,
    })
    .where("id", "=", serverId)
    .execute();
  return before;
}

/** Databases on a server that are not deleted. */
export async function listDatabasesOf(tx: Reader, serverId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("databases")
    .select("id")
    .where("server_id", "=", serverId)
    .where("state", "<>", "deleted")
    .execute();
  return rows.map((row) => row.id);
}
