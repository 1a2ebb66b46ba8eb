import type { SpawnOptions } from "node:child_process";
import { chown, lchown, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";

/**
 * How to start a program in a data folder. As root the program runs as an unprivileged user, to whom the folder's path may
 * be closed (a private home above it). Its working directory is entered before the change of user and stays open to it,
 * and Linux names that directory `/proc/self/cwd`: so the folder can stand anywhere.
 */
export function inDataFolder(binaries: Binaries, dataDir: string): { argument: string; options: SpawnOptions } {
  const nameless = binaries.runAs && process.platform === "linux";
  return {
    argument: nameless ? "/proc/self/cwd" : dataDir,
    options: { cwd: dataDir, env: binaries.env, ...binaries.runAs },
  };
}

/** Makes the unprivileged user the owner of a folder and of what is in it; does nothing when it already is. */
export async function giveFolder(binaries: Binaries, folder: string): Promise<void> {
  const { runAs } = binaries;
  if (!runAs || (await stat(folder)).uid === runAs.uid) return;
  try {
    // The folder itself last: an interrupted change is then taken up again.
    for (const name of await readdir(folder, { recursive: true })) {
      await lchown(join(folder, name), runAs.uid, runAs.gid);
    }
    await chown(folder, runAs.uid, runAs.gid);
  } catch (error) {
    throw new StartError(
      `PostgreSQL refuses to run as root, and this root may not give ${folder} to another user ` +
        `(${(error as Error).message}). Start Guestlist as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

export async function giveFile(binaries: Binaries, path: string): Promise<void> {
  if (binaries.runAs) await chown(path, binaries.runAs.uid, binaries.runAs.gid);
}
