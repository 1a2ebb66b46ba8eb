import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const prefix = "guestlist-test-";
const ownerFile = "owner.pid";

/** The name of the file in which a started program's process id is left for `removeRunFolder`. */
export const pidFileName = "started.pid";

/** A folder for all that one run makes. It says whose it is, so that a later run can clear up after one that was killed. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  writeFileSync(path.join(folder, ownerFile), String(process.pid));
  return folder;
}

/** Ends every program that was started in the run and is still there, then deletes the folder. */
export async function removeRunFolder(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const pidFiles = names.filter((name) => [pidFileName, "postmaster.pid"].includes(path.basename(name)));
  const pids = pidFiles.flatMap((name) => readPid(path.join(folder, name)) ?? []).filter(isAlive);
  // To a postmaster this is the immediate stop, which takes its children along.
  for (const pid of pids) process.kill(pid, "SIGQUIT");
  for (let tries = 0; tries < 200 && pids.some(isAlive); tries += 1) await sleep(10);
  for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Removes what runs that are no longer alive left behind. */
export async function removeAbandonedRunFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(tmpdir(), name);
    const owner = readPid(path.join(folder, ownerFile));
    if (owner !== undefined && !isAlive(owner)) await removeRunFolder(folder).catch(() => {});
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
