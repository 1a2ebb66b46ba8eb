import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildServer } from "./built-server.ts";
import { runFolderVariable } from "./paths.ts";
import { makeRunFolder, pidFileName, removeRunFolder } from "./run-folder.ts";
import { eventually } from "./signals.ts";

/**
 * Runs `work` with a folder for all that it makes (`temporaryFolder` and what is built on it), outside of vitest. At its
 * end, and on Ctrl-C and SIGTERM, what it started is ended and the folder removed; it should begin nothing new once
 * `stopped` is aborted.
 */
export async function withOwnRun(work: (stopped: AbortSignal) => Promise<void>): Promise<void> {
  buildServer();
  const folder = makeRunFolder();
  process.env[runFolderVariable] = folder;
  let removed: Promise<void> | undefined;
  const remove = (): Promise<void> => (removed ??= endPrograms(folder).then(() => removeRunFolder(folder)));
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
    void remove().finally(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  try {
    await work(stopping.signal);
  } finally {
    // What a signal ended fails the work; the process then ends with what the signal asked for.
    if (stopping.signal.aborted) await forever();
    await remove();
  }
}

const forever = (): Promise<never> => new Promise(() => undefined);

/** A program that ends in its own way takes along what it started. */
async function endPrograms(folder: string): Promise<void> {
  const pids = readdirSync(folder)
    .map((name) => path.join(folder, name, pidFileName))
    .filter((file) => existsSync(file))
    .map((file) => Number(readFileSync(file, "utf8")));
  for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGTERM");
  await eventually(() => !pids.some(isAlive), { within: 15_000 }).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
