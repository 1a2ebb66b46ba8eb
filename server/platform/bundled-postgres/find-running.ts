import { readFileSync } from "node:fs";
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

/** Throws when the folder was made by a version whose files the bundled programs cannot read. */
export function assertSameMajor(dataDir: string, version: string): void {
  const made = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  const major = version.split(".")[0];
  if (made === major) return;
  throw new StartError(
    `${dataDir} was made by PostgreSQL ${made}, and this Guestlist brings PostgreSQL ${major}. ` +
      `Start the Guestlist it was made with, dump its databases, and load them into a new data folder.`,
  );
}

/** The 64 bits that tell this cluster from every other, as in `pg_control_system()`. */
export function readSystemIdentifier(dataDir: string): string {
  return readFileSync(join(dataDir, "global", "pg_control"))
    .readBigUInt64LE(0)
    .toString();
}
