import type { Task } from "graphile-worker";
import { addJob, type JobName } from "./jobs.ts";
import type { Platform } from "./platform.ts";

type Means = Pick<Platform, "db" | "log">;

/**
 * A job that comes back: it asks for its own next run, whether this one went well or not. It waits under its own name
 * as key, so that however many processes ask for it there is one.
 */
export const recurring =
  (platform: Means, name: JobName, everyMs: number, run: () => Promise<void>): Task =>
  async () => {
    try {
      await run();
    } catch (error) {
      platform.log.warn({ job: name, error: (error as Error).message }, "a recurring job failed; it comes back");
    }
    await addJob(platform.db, name, {}, { key: name, runAt: new Date(Date.now() + everyMs) });
  };

/** Asks for the first run; harmless when it is waiting already. */
export const startRecurring = (platform: Means, name: JobName): Promise<void> =>
  addJob(platform.db, name, {}, { key: name });
