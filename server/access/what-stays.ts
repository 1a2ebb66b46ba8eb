import type { AdminConnection } from "../databases/admin-connection.ts";
import type { LoginRow } from "./queries.ts";
import { listPrepared, type Prepared } from "./roll-back-prepared.ts";
import { lookAtStandbys } from "./standbys.ts";

/**
 * What of an ended access goes on whatever becomes of its clean-up, as it is now, in words: on standbys, and in transactions
 * that were prepared. Asked anew each time, so that the newest word of a closure says all that is so.
 */
export async function lookAtWhatStays(
  admin: AdminConnection,
  { lsn }: Pick<LoginRow, "lsn">,
  { prepared, workedAs }: { readonly prepared: readonly Prepared[]; readonly workedAs: string | null },
): Promise<string[]> {
  const left = prepared.length === 0 ? [] : await stillPrepared(admin, prepared);
  const ofOwner = workedAs === null ? [] : await listPrepared(admin, [workedAs]);
  const standbys = await lookAtStandbys(admin, lsn);
  return [...left.map(({ gid }) => `prepared transaction ${gid}`), ...ofOwner.map(toLookAt), ...standbys];
}

/** It may be what keeps their lock on a table, or an application in the middle of something: nobody here can tell. */
const toLookAt = ({ gid, database, owner }: Prepared): string =>
  `the prepared transaction ${gid} in ${database} is of ${owner}, as whom they worked: it may be theirs or an application's`;

/** By their names: the role that they were of may be dropped. */
async function stillPrepared(admin: AdminConnection, prepared: readonly Prepared[]): Promise<readonly Prepared[]> {
  const rows = await admin.query<{ gid: string }>("select gid from pg_prepared_xacts where gid = any($1)", [
    prepared.map(({ gid }) => gid),
  ]);
  const left = new Set(rows.map(({ gid }) => gid));
  return prepared.filter(({ gid }) => left.has(gid));
}
