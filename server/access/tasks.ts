import type { TaskList } from "graphile-worker";
import { holdBlocked, setBlocked } from "../databases/reconcile-queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { Platform } from "../platform/platform.ts";
import { keepClosingSql } from "./keep-closing-sql.ts";
import { look } from "./look.ts";
import { observeServer, requestObserve } from "./observe-sessions.ts";
import { listServers } from "./queries.ts";
import { reconcile } from "./reconcile.ts";
import { requestSweep, sweep } from "./sweep.ts";

/** The worker's part of access. A job that fails asks for itself again: none may be lost, and none may spin. */
export const accessTasks = (platform: Platform): TaskList => ({
  reconcile: async (payload) => {
    const { database_id: databaseId } = payload as { database_id: string };
    try {
      await reconcile(platform, databaseId);
      await keepClosingSql(platform, databaseId);
    } catch (error) {
      await recordUnforeseen(platform, databaseId, error as Error);
    }
  },
  look: async (payload) => {
    const { database_id: databaseId } = payload as { database_id: string };
    try {
      await look(platform, databaseId);
      await keepClosingSql(platform, databaseId);
    } catch (error) {
      platform.log.error(
        { database: databaseId, error: (error as Error).message },
        "a look failed; a reconcile says whether that lasts",
      );
      await requestReconcile(platform.db, databaseId);
    }
  },
  observe: (payload) => observeServer(platform, (payload as { server_id: string }).server_id),
  sweep: () => sweep(platform),
});

const failurePauseMs = 5000;

/** What nobody foresaw is why the database waits, until a reconcile comes to another end. */
async function recordUnforeseen({ db, log }: Platform, databaseId: string, { message, stack }: Error): Promise<void> {
  log.error({ database: databaseId, error: message, stack }, "a reconcile failed; it is tried again");
  await db.transaction().execute(async (tx) => {
    const reason = `${unforeseen}: ${firstLine(message)}.`;
    const before = await holdBlocked(tx, databaseId);
    if (await setBlocked(tx, databaseId, reason)) {
      // Each try may have other words, as with a process id in them: one event is enough.
      if (before?.startsWith(unforeseen)) await notifyChanged(tx, databaseId);
      else await recordEvent(tx, { type: "database.blocked", databaseId, data: { reason } });
    }
    await requestReconcile(tx, databaseId, { at: new Date(Date.now() + failurePauseMs) });
  });
}

const unforeseen = "Something unexpected went wrong, and it is tried again";
const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").slice(0, 300).replace(/\.$/, "");

/** At the start of each worker process: the timers are jobs, so that one of many processes runs each. */
export async function startAccessTasks(platform: Platform): Promise<void> {
  const now = new Date();
  await requestSweep(platform.db, now);
  for (const server of await listServers(platform.db)) await requestObserve(platform.db, server.id, now);
}
