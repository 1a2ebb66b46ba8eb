import type { Closure } from "@guestlist/contract";
import type { Selectable } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";

type ClosureRow = Selectable<Tables["closures"]>;

/** What the reconciler found and did, as it is stored beside the columns. */
export type Evidence = Pick<
  Closure,
  "sessions_ended" | "memberships_removed" | "objects_moved" | "objects_kept_by" | "left_over" | "login_attempt"
>;

/** The closure of a collaborator's access; null when there never was a login. */
export async function findClosure(db: Reader, collaboratorId: string): Promise<Closure | null> {
  const row = await db
    .selectFrom("closures")
    .selectAll()
    .where("collaborator_id", "=", collaboratorId)
    .executeTakeFirst();
  return row === undefined ? null : viewClosure(row);
}

/** A closure as the contract shows it. */
export function viewClosure(row: ClosureRow): Closure {
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
    lsn: row.lsn,
    login_dropped_at: row.login_dropped_at?.toISOString() ?? null,
    ...(row.evidence as Evidence),
  };
}
