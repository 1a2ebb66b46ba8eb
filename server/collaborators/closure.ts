import type { Closure, SignedReceipt } from "@guestlist/contract";
import { sql, type Selectable } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";

export type SignedClosureRow = Selectable<Tables["closures"]> & { readonly signature: Closure["signature"] };

/** What the reconciler found and did, as it is stored beside the columns. */
export type Evidence = Pick<
  Closure,
  "sessions_ended" | "memberships_removed" | "objects_moved" | "objects_kept_by" | "left_over" | "login_attempt"
>;

/** The closure of a collaborator's access; null when there never was a login. */
export async function findClosure(db: Reader, collaboratorId: string): Promise<Closure | null> {
  const row = await selectClosures(db).where("collaborator_id", "=", collaboratorId).executeTakeFirst();
  return row === undefined ? null : viewClosure(row);
}

/** What was signed of a closure last; null where it ended before receipts were signed. */
export async function findReceipt(db: Reader, closureId: string): Promise<SignedReceipt | null> {
  const row = await db
    .selectFrom("closure_receipts")
    .selectAll()
    .where("closure_id", "=", closureId)
    .orderBy("statement", "desc")
    .executeTakeFirst();
  return row === undefined ? null : viewReceipt(row);
}

export const viewReceipt = (row: Selectable<Tables["closure_receipts"]>): SignedReceipt => ({
  statement: row.statement,
  signed_at: row.signed_at.toISOString(),
  key_id: row.key_id,
  text: row.text,
  signature: row.signature.toString("base64"),
});

/** Closures, each with what was signed of it last. */
export const selectClosures = (db: Reader) =>
  db
    .selectFrom("closures")
    .selectAll()
    .select(
      sql<Closure["signature"]>`(
        select jsonb_build_object('statement', r.statement, 'key_id', r.key_id,
          'signed_at', to_char(r.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from closure_receipts r where r.closure_id = closures.id order by r.statement desc limit 1)`.as("signature"),
    );

/** A closure as the contract shows it. */
export function viewClosure(row: SignedClosureRow): Closure {
  const since = (at: Date): number => at.getTime() - row.requested_at.getTime();
  return {
    id: row.id,
    number: row.number,
    database: { id: row.database_id, name: row.database_name },
    collaborator_id: row.collaborator_id,
    email: row.email,
    username: row.username,
    reason: row.reason as Closure["reason"],
    ended_by: row.ended_by,
    login_name: row.login_name,
    role_oid: row.role_oid,
    system_identifier: row.system_identifier,
    server_version: row.server_version,
    requested_at: row.requested_at.toISOString(),
    new_logins_refused_at: row.new_logins_refused_at.toISOString(),
    last_session_gone_at: row.last_session_gone_at.toISOString(),
    refused_after_ms: since(row.new_logins_refused_at),
    gone_after_ms: since(row.last_session_gone_at),
    clock_ahead_ms: row.clock_ahead_ms,
    lsn: row.lsn,
    login_dropped_at: row.login_dropped_at?.toISOString() ?? null,
    signature: row.signature,
    ...(row.evidence as Evidence),
  };
}
