import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a PostgreSQL that runs says of itself in its data folder. */
export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

/** https://www.postgresql.org/docs/18/storage-file-layout.html: line 1 is the process id, 4 the port, 8 the status. */
export function readPostmasterFile(dataDir: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/**
 * A name that the data folder keeps when it is moved. As `cluster_name` it stands in the title of every process of the
 * cluster, by which we know them again: other signs, such as the working directory, are closed to root in a container.
 */
export function clusterName(dataDir: string): string {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  return `guestlist-${createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 12)}`;
}

/** The processes that work in a data folder; undefined where the system does not show them. */
export function processesIn(dataDir: string): number[] | undefined {
  if (process.platform !== "linux") return undefined;
  const name = clusterName(dataDir);
  const { uid } = statSync(dataDir);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && isProcessOf(entry, name, uid))
    .map(Number);
}

function isProcessOf(pid: string, cluster: string, uid: number): boolean {
  try {
    const title = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return title.includes(cluster) && statSync(`/proc/${pid}`).uid === uid;
  } catch {
    return false;
  }
}
