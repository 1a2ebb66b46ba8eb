import type { Grant } from "../databases/grant.ts";
import { reconcilerPatience } from "../databases/wait.ts";
import type { Platform } from "../platform/platform.ts";
import { listAwaited, type AwaitedRow } from "./listing.ts";
import { whyItWaits } from "./view.ts";

/**
 * Waits up to 5 s for the reconciler to bring collaborators to where `done` says. Comes back earlier when the server
 * was tried after the request and did not answer: more waiting would tell nothing new.
 */
export async function waitForReconciler(
  platform: Platform,
  { database }: Grant,
  ids: readonly string[],
  done: (row: AwaitedRow) => boolean,
): Promise<void> {
  const since = new Date();
  await platform.listen.waitFor(
    database.id,
    async () => {
      const rows = await listAwaited(platform.db, ids);
      return rows.every((row) => done(row) || knownToWait(row, since)) ? true : null;
    },
    reconcilerPatience,
  );
}

const knownToWait = (row: AwaitedRow, since: Date): boolean =>
  whyItWaits(row) !== null && row.server_last_try_at !== null && row.server_last_try_at > since;
