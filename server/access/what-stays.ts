import type { AdminConnection } from "../databases/admin-connection.ts";
import type { LoginRow } from "./queries.ts";
import type { Prepared } from "./roll-back-prepared.ts";
import { lookAtStandbys } from "./standbys.ts";

/**
 * What of an ended access goes on whatever becomes of its clean-up, as it is now, in words: on standbys, and in transactions
 * that were prepared. Asked anew each time, so that the newest word of a closure says all that is so.
 */
export async function lookAtWhatStays(
  admin: AdminConnection,
  { lsn }: Pick<LoginRow, "lsn">,
  prepared: readonly Prepared[],
): Promise<string[]> {
  const standbys = await lookAtStandbys(admin, lsn);
  const left = prepared.length === 0 ? [] : await stillPrepared(admin, prepared);
  return [...left.map(({ gid }) => `prepared transaction ${gid}`), ...standbys];
}

/** By their names: the role that they were of may be dropped. */
async function stillPrepared(admin: AdminConnection, prepared: readonly Prepared[]): Promise<readonly Prepared[]> {
  const rows = await admin.query<{ gid: string }>("select gid from pg_prepared_xacts where gid = any($1)", [
    prepared.map(({ gid }) => gid),
  ]);
  const left = new Set(rows.map(({ gid }) => gid));
  return prepared.filter(({ gid }) => left.has(gid));
}
