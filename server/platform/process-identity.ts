import { readFileSync } from "node:fs";

/** Tells a process from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it began, in clock ticks since the machine did; absent where the system does not tell. */
  started?: string;
  /** The machine's start; absent likewise. */
  boot?: string;
}

export function identify(pid: number): ProcessIdentity {
  const started = readStartTicks(pid);
  const boot = readFirstLine("/proc/sys/kernel/random/boot_id");
  return { pid, ...(started && { started }), ...(boot && { boot }) };
}

/** True while this very process lives. */
export function isRunning(known: ProcessIdentity): boolean {
  if (!isAlive(known.pid)) return false;
  const now = identify(known.pid);
  return isSame(known.boot, now.boot) && isSame(known.started, now.started);
}

/** False for a process that has ended, also while its parent has not taken note of it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return readStat(pid)?.[0] !== "Z";
}

function isSame(known: string | undefined, now: string | undefined): boolean {
  return known === undefined || now === undefined || known === now;
}

/** Fields 3 (state) and 22 (start time) of proc_pid_stat(5), counted after the name, which may hold anything. */
function readStat(pid: number): string[] | undefined {
  const line = readFirstLine(`/proc/${pid}/stat`);
  return line?.slice(line.lastIndexOf(")") + 2).split(" ");
}

function readStartTicks(pid: number): string | undefined {
  return readStat(pid)?.[19];
}

function readFirstLine(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").split("\n")[0];
  } catch {
    return undefined;
  }
}
