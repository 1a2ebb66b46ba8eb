import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface SmallDisk {
  folder: string;
  /** Takes all the room that is left, to the last block. */
  fill(): void;
  /** Gives it back. */
  empty(): void;
  remove(): void;
}

/** A disk of its own that can be full, in memory; undefined where this process may not mount one. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "guestlist-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "pipe" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  // The bundled PostgreSQL runs as somebody else.
  chmodSync(folder, 0o755);
  const filler = path.join(folder, "filler");
  return {
    folder,
    fill: () => fillWith(filler, statfsSync(folder).bsize),
    empty: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function fillWith(file: string, blockSize: number): void {
  const filler = openSync(file, "a");
  for (const block of [Buffer.alloc(1024 ** 2), Buffer.alloc(blockSize)])
    try {
      for (;;) writeSync(filler, block);
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOSPC") throw error;
    }
  closeSync(filler);
}
