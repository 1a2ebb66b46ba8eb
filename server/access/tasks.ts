import type { TaskList } from "graphile-worker";
import { requestReconcile } from "../databases/request-reconcile.ts";
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
      const { message, stack } = error as Error;
      platform.log.error({ database: databaseId, error: message, stack }, "a reconcile failed; it is tried again");
      await requestReconcile(platform.db, databaseId, { at: new Date(Date.now() + failurePauseMs) });
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
        "a look failed; the next is in a minute",
      );
    }
  },
  observe: (payload) => observeServer(platform, (payload as { server_id: string }).server_id),
  sweep: () => sweep(platform),
});

const failurePauseMs = 5000;

/** At the start of each worker process: the timers are jobs, so that one of many processes runs each. */
export async function startAccessTasks(platform: Platform): Promise<void> {
  const now = new Date();
  await requestSweep(platform.db, now);
  for (const server of await listServers(platform.db)) await requestObserve(platform.db, server.id, now);
}
