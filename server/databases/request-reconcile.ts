import type { Reader } from "../platform/control-database.ts";
import { addJob } from "../platform/jobs.ts";

export interface ReconcileOptions {
  /** Not before then; at once when not given. A reconcile that is waiting already keeps its own, earlier time. */
  readonly at?: Date;
}

/**
 * Asks that the shared database be made to match what the control database says, after this transaction commits.
 * One server's reconciles run one after another; any number of requests that wait for the same database are one.
 */
export async function requestReconcile(tx: Reader, databaseId: string, options: ReconcileOptions = {}): Promise<void> {
  const row = await tx.selectFrom("databases").select("server_id").where("id", "=", databaseId).executeTakeFirst();
  if (row === undefined) return;
  await addJob(
    tx,
    "reconcile",
    { database_id: databaseId },
    {
      queue: queueOfServer(row.server_id),
      key: `reconcile:${databaseId}`,
      ...(options.at && { runAt: options.at, keepRunAt: true }),
    },
  );
}

export const queueOfServer = (serverId: string): string => `server:${serverId}`;
