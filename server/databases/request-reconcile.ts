import { sql } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import { addingJob } from "../platform/jobs.ts";
import { alongIn } from "../platform/prepared.ts";

export interface ReconcileOptions {
  /** Not before then; at once when not given. A reconcile that is waiting already keeps its own, earlier time. */
  readonly at?: Date;
}

/**
 * Asks that the shared database be made to match what the control database says, after this transaction commits.
 * One server's reconciles run one after another; any number of requests that wait for the same database are one.
 */
export async function requestReconcile(tx: Reader, databaseId: string, { at }: ReconcileOptions = {}): Promise<void> {
  const job = addingJob("reconcile", sql`json_build_object('database_id', id)`, {
    queue: sql`'server:' || server_id`,
    key: sql`'reconcile:' || id`,
    ...(at && { runAt: at, keepRunAt: true }),
  });
  await sql`select ${alongIn(tx)} ${job} from databases where id = ${databaseId}`.execute(tx);
}
