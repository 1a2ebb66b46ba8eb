import { randomBytes } from "node:crypto";
import { chmod, copyFile, lstat, mkdir, readdir, realpath, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StartError } from "../start-error.ts";

/**
 * Copies programs to a folder from which an unprivileged user can start them (a checkout under a private home cannot be
 * read by others), and into which nobody but ourselves can plant files. A copy made earlier is used again.
 */
export async function copyToReadableFolder(
  source: string,
  name: string,
  finish: (copy: string) => Promise<boolean>,
): Promise<string> {
  const refusals: string[] = [];
  for (const parent of candidateFolders()) {
    try {
      await makeTrustedFolder(parent);
      return await copyOnce(source, join(parent, name), finish);
    } catch (error) {
      refusals.push(`${parent}: ${(error as Error).message}`);
    }
  }
  throw new StartError(`No folder to start the bundled PostgreSQL from.\n  ${refusals.join("\n  ")}`);
}

function candidateFolders(): string[] {
  const uid = process.getuid?.() ?? 0;
  const shared = join(tmpdir(), `guestlist-${uid}`);
  if (uid === 0) return ["/var/lib/guestlist", "/var/tmp/guestlist-0", shared];
  return [join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "guestlist"), shared];
}

/** @throws when somebody else could put files into the folder, or put another folder in its place. */
export async function makeTrustedFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  if (!(await lstat(folder)).isDirectory()) throw new Error("is not a folder");
  if (!(await isOurs(folder))) throw new Error("belongs to somebody else, or can be written to by others");
  await chmod(folder, 0o755);
  for (const parent of [...parentsOf(folder), ...parentsOf(await realpath(folder))]) {
    if (!(await isOurs(parent))) throw new Error(`${parent} can be changed by others`);
  }
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

async function isOurs(path: string): Promise<boolean> {
  const status = await lstat(path);
  const byOwner = status.uid === 0 || status.uid === process.getuid?.();
  // A link has no mode of its own: who may change it is said by the folder that holds it.
  const closed = status.isSymbolicLink() || (status.mode & 0o022) === 0;
  const sticky = status.uid === 0 && (status.mode & 0o1000) !== 0;
  return byOwner && (closed || sticky);
}

async function copyOnce(source: string, target: string, finish: (copy: string) => Promise<boolean>): Promise<string> {
  const copy = join(target, "native");
  if (await isComplete(target)) return copy;
  const unfinished = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(unfinished, { mode: 0o755 });
    await copyReadable(source, join(unfinished, "native"));
    await finish(join(unfinished, "native"));
    await chmod(unfinished, 0o755);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have made the same copy at the same time.
    if (!(await isComplete(target))) throw error;
  }
  return copy;
}

/** A copy gets its name only when it is whole. */
async function isComplete(target: string): Promise<boolean> {
  try {
    return (await lstat(target)).isDirectory() && (await isOurs(target));
  } catch {
    return false;
  }
}

async function copyReadable(source: string, target: string): Promise<void> {
  await mkdir(target);
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) await copyReadable(from, to);
    else if (entry.isFile() && !entry.name.endsWith(".a")) {
      await copyFile(from, to);
      await chmod(to, 0o755);
    }
  }
}
