import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error.ts";
import { isAlive } from "../process-identity.ts";
import { processesIn, readPostmasterFile } from "./postmaster-file.ts";
import type { PostmasterFile } from "./postmaster-file.ts";

/**
 * The PostgreSQL that an earlier process of ours left running in the data folder, once it takes connections. When there is
 * none, the folder is ready for a start afterwards.
 */
export async function findRunning(dataDir: string, patienceMs = 30_000): Promise<PostmasterFile | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const file = readPostmasterFile(dataDir);
    const inside = processesIn(dataDir);
    const running = file && isAlive(file.pid) && (inside?.includes(file.pid) ?? true);
    if (running && file.ready) return file;
    if (!running && !inside?.length) {
      await removeStaleFile(dataDir, file, inside);
      return undefined;
    }
    // It starts, or stops, or its last sessions end after the death of their parent: all pass by themselves.
    if (Date.now() > deadline) throw new StartError(complaint(dataDir, inside ?? [], file));
    await delay(20);
  }
}

/**
 * PostgreSQL refuses to start while the process id of a stale file belongs to anybody of the same user, such as after a
 * restart of the machine. The file goes only when no process of the cluster is left, which PostgreSQL itself cannot see.
 */
async function removeStaleFile(
  dataDir: string,
  file: PostmasterFile | undefined,
  inside: number[] | undefined,
): Promise<void> {
  if (file && inside) await rm(join(dataDir, "postmaster.pid"), { force: true });
}

function complaint(dataDir: string, inside: number[], file: PostmasterFile | undefined): string {
  const pids = inside.length > 0 ? inside.join(", ") : String(file?.pid);
  return (
    `A PostgreSQL that is not ready still works in ${dataDir} (process ${pids}). ` +
    `Wait until it has ended, or end it, then start again.`
  );
}
