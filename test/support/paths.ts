import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The checkout. */
export const root = path.resolve(import.meta.dirname, "../..");

/** What may be kept between runs on one machine (an unpacked browser). Ignored by git, safe to delete. */
export const cacheFolder = path.join(root, "test/.cache");

/** Names the folder of this run; the global setup sets it, so that its teardown finds all that was left behind. */
export const runFolderVariable = "GUESTLIST_TEST_RUN";

/**
 * A new empty folder below the system's temporary folder, where the unprivileged PostgreSQL user can reach it too
 * (a checkout may lie below a private home). It goes with the run.
 */
export function temporaryFolder(name: string): string {
  const parent = process.env[runFolderVariable] ?? tmpdir();
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  return mkdtempSync(path.join(parent, `${name}-`));
}
