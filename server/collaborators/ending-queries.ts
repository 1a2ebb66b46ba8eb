import type { Tx } from "../platform/control-database.ts";
import type { CollaboratorRow } from "./collaborator.ts";

/** revoking → ended, once. Null when it has moved on. */
export async function markEnded(tx: Tx, id: string, closureId: string | null): Promise<CollaboratorRow | null> {
  const row = await tx
    .updateTable("collaborators")
    .set({ status: "ended", ended_at: new Date(), closure_id: closureId })
    .where("id", "=", id)
    .where("status", "=", "revoking")
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** False when the collaborator is not accepted any more: no login may be made for them. */
export async function markHadLogin(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .updateTable("collaborators")
    .set({ had_login: true })
    .where("id", "=", id)
    .where("status", "=", "accepted")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Accepted collaborators whose time is over, oldest first. */
export async function listOverdue(tx: Tx): Promise<CollaboratorRow[]> {
  return tx
    .selectFrom("collaborators")
    .selectAll()
    .where("status", "=", "accepted")
    .where("until", "<=", new Date())
    .orderBy("until")
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
}
