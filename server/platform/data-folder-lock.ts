import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identify, isRunning } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { StartError } from "./start-error.ts";

/** `guestlist.lock` in the data folder: which process works in it, and where it answers. */
export interface DataFolderLock extends ProcessIdentity {
  url: string;
}

/** Somebody who judged a stale lock a moment ago may still move ours aside, and put it back too late. */
const settleMs = 20;

/**
 * One server at a time works in a data folder. A lock that a killed process left behind is taken over: it names its
 * process by number and time of start, so that a later process with the same number does not keep it.
 * @throws StartError when a server is running on the folder.
 */
export async function lockDataFolder(dataDir: string, info: { url: string }): Promise<{ release(): Promise<void> }> {
  const path = lockPath(dataDir);
  const mine = JSON.stringify({ ...identify(process.pid), ...info });
  for (;;) {
    if (await createWhole(path, mine)) await delay(settleMs);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === mine) return { release: () => removeIfStill(path, mine) };
    if (text === undefined) continue;
    const holder = parseLock(text);
    if (holder && isRunning(holder)) throw new StartError(alreadyRunning(holder));
    await removeIfStill(path, text);
  }
}

/** Where the server that runs on this data folder is; undefined when none runs. */
export async function readDataFolderLock(dataDir: string): Promise<DataFolderLock | undefined> {
  const holder = parseLock(await readFile(lockPath(dataDir), "utf8").catch(() => ""));
  return holder && isRunning(holder) ? holder : undefined;
}

/** @throws StartError when a server is running on the folder: an early word, before work that only the lock makes safe. */
export async function assertNotRunning(dataDir: string): Promise<void> {
  const holder = await readDataFolderLock(dataDir);
  if (holder) throw new StartError(alreadyRunning(holder));
}

function alreadyRunning({ pid, url }: DataFolderLock): string {
  return (
    `Guestlist is already running on this data folder (pid ${pid}, ${url}). ` +
    `Stop it first, or set DATA_DIR to another folder.`
  );
}

/** False when the file exists; it never exists half-written. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = nextTo(path);
  await writeFile(draft, text, { mode: 0o600, flag: "wx" });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two starters may judge the same lock stale: the slower one must not remove what the faster one has put there since. */
async function removeIfStill(path: string, judged: string): Promise<void> {
  const aside = nextTo(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) !== judged) await link(aside, path).catch(() => undefined);
  await rm(aside);
}

function parseLock(text: string): DataFolderLock | undefined {
  try {
    const lock = JSON.parse(text) as Partial<DataFolderLock>;
    return Number.isInteger(lock.pid) ? (lock as DataFolderLock) : undefined;
  } catch {
    return undefined;
  }
}

function nextTo(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}`;
}

function lockPath(dataDir: string): string {
  return join(dataDir, "guestlist.lock");
}
