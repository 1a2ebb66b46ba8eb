import { requestReconcile } from "../databases/request-reconcile.ts";
import type { Platform } from "../platform/platform.ts";
import { load } from "./loaded.ts";
import { isAsItShouldBe } from "./reconcile.ts";

/**
 * The timer's look at a database. Nothing is changed by it, so that it needs no turn among its server's reconciles, and
 * nobody's revoke waits behind a thousand of them. Where something is to be done, a reconcile is asked for, which looks
 * again when it has its turn.
 */
export async function look(platform: Platform, databaseId: string): Promise<void> {
  const loaded = await load(platform.db, databaseId);
  if (loaded === null || (await isAsItShouldBe(platform, loaded))) return;
  await requestReconcile(platform.db, databaseId);
}
