import { sql } from "kysely";
import type { Tx } from "../platform/control-database.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { spentLinks } from "./invitation-queries.ts";

/** pending → ended, accepted → revoking: everybody on the list of a database that is being deleted. */
export async function endAllOfDatabase(
  tx: Tx,
  databaseId: string,
  accountId: string,
): Promise<{ withdrawn: CollaboratorRow[]; revoking: CollaboratorRow[] }> {
  const now = sql<Date>`clock_timestamp()`;
  const ending = { end_reason: "database_deleted", ended_by_account_id: accountId } as const;
  const withdrawn = await tx
    .updateTable("collaborators")
    .set({ ...ending, status: "ended", ended_at: now, ...spentLinks })
    .where("database_id", "=", databaseId)
    .where("status", "=", "pending")
    .returningAll()
    .execute();
  const revoking = await tx
    .updateTable("collaborators")
    .set({ ...ending, status: "revoking", revoking_at: now })
    .where("database_id", "=", databaseId)
    .where("status", "=", "accepted")
    .returningAll()
    .execute();
  return { withdrawn, revoking };
}
