import { setTimeout as delay } from "node:timers/promises";
import type { Grant } from "../databases/grant.ts";
import { reconcilerPatience } from "../databases/wait.ts";
import type { Platform } from "../platform/platform.ts";
import type { CollaboratorRow } from "./collaborator.ts";
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
  { soonestMs = 0 } = {},
): Promise<void> {
  const since = new Date();
  await delay(soonestMs);
  await platform.listen.waitFor(
    database.id,
    async () => {
      const rows = await listAwaited(platform.db, ids);
      return rows.every((row) => done(row) || knownToWait(row, since)) ? true : null;
    },
    reconcilerPatience - soonestMs,
  );
}

/**
 * The same for accesses that are to end. None is proven to have ended sooner than after five looks at its sessions, 20 ms
 * apart, and to ask meanwhile would take from the machine what the first of them need.
 */
export async function waitForEnds(
  platform: Platform,
  grant: Grant,
  rows: readonly Pick<CollaboratorRow, "id" | "status">[],
): Promise<void> {
  const ids = rows.filter(({ status }) => status === "accepted" || status === "revoking").map(({ id }) => id);
  if (ids.length > 0) await waitForReconciler(platform, grant, ids, (row) => row.status === "ended", { soonestMs: 80 });
}

const knownToWait = (row: AwaitedRow, since: Date): boolean =>
  whyItWaits(row) !== null && row.server_last_try_at !== null && row.server_last_try_at > since;
