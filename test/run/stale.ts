import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** True when the built folder is missing, or any source is newer than all that was built. Times are file times. */
export function isStale(built: string, sources: readonly string[]): boolean {
  if (!existsSync(built)) return true;
  const builtAt = newest(built);
  return sources.some((folder) => newest(folder, new Set(["node_modules", "dist"])) > builtAt);
}

function newest(folder: string, skipped: ReadonlySet<string> = new Set()): number {
  const times = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .map((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? newest(name, skipped) : statSync(name).mtimeMs;
    });
  return Math.max(0, ...times);
}
