import { existsSync, readFileSync, statfsSync } from "node:fs";

const folder = "/dev/shm";
/** What a whole run takes at its height is a quarter of this. */
const roomNeeded = 8 * 1024 ** 3;

/**
 * A folder in memory for what a run throws away, or undefined where there is none with room. The tests start and delete
 * dozens of clusters: on a disk that is told of each freed block (`discard`), deleting one takes 2 to 4 s, here 30 ms.
 */
export function memoryFolder(): string | undefined {
  if (process.platform !== "linux" || !existsSync(folder)) return undefined;
  const { bavail, bsize } = statfsSync(folder);
  const isRoomy = Math.min(bavail * bsize, process.availableMemory()) >= roomNeeded;
  return isRoomy && runsPrograms(folder) ? folder : undefined;
}

/** Some of the tests write a program and run it. */
function runsPrograms(mountPoint: string): boolean {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const options = mounts.map((line) => line.split(" ")).find((fields) => fields[1] === mountPoint)?.[3];
  return options !== undefined && !options.split(",").includes("noexec");
}
