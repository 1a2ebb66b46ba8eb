import { watchEnds } from "../collaborators/watch-ends.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { addJob } from "../platform/jobs.ts";
import type { Db } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";
import { requestObserve } from "./observe-sessions.ts";
import { listServers } from "./queries.ts";
import { dropOldSamples } from "./sample-queries.ts";
import { listOneOfEachServer, requestLooks } from "./sweep-queries.ts";

const everyMs = 60_000;

/** Once a minute for the whole installation: ends accesses whose time is over, announces those that end soon, and asks for a look at every database. */
export async function sweep(platform: Platform): Promise<void> {
  const { db } = platform;
  try {
    await watchEnds(platform);
    await dropOldSamples(db);
    const soon = new Date();
    for (const databaseId of await listOneOfEachServer(db)) await requestReconcile(db, databaseId, { at: soon });
    await requestLooks(db);
    for (const server of await listServers(db)) await requestObserve(db, server.id, soon);
  } catch (error) {
    platform.log.warn({ error: (error as Error).message }, "the timer's round was cut short");
  } finally {
    await requestSweep(db, new Date(Date.now() + everyMs));
  }
}

/** The one round that waits moves to that time: a process that starts looks at once, whatever was planned before. */
export const requestSweep = (db: Db, at: Date): Promise<void> => addJob(db, "sweep", {}, { key: "sweep", runAt: at });
