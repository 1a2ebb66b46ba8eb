import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../support/paths.ts";
import { bareEnvironment, collect } from "../support/program.ts";
import { pidFileName } from "../support/run-folder.ts";
import { eventually, Hopeless } from "../support/signals.ts";

/** The script that `npm start` runs, as a process. */
export interface Started {
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): Promise<number | string>;
  /** Resolves once it says that it is ready. */
  ready(): Promise<void>;
}

/** `folder` is where its process id is left for whoever clears up after the run. */
export function npmStart(folder: string, env: Record<string, string>): Started {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: { start: string };
  };
  const binaries = path.join(root, "node_modules/.bin");
  const child = spawn("sh", ["-c", scripts.start], {
    cwd: root,
    env: bareEnvironment({ ...env, PATH: `${binaries}:${process.env["PATH"]}` }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid) writeFileSync(path.join(folder, pidFileName), String(child.pid));
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? ""));
  });
  const isReady = () => {
    if (child.exitCode !== null) throw new Hopeless(`it ended with ${child.exitCode}:\n${stdout()}${stderr()}`);
    return stdout().includes("Guestlist is ready");
  };
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
    ready: async () => void (await eventually(isReady, { within: 100_000 })),
  };
}

/** One that has ended, and whose end nobody has asked for yet, counts as ended: its parent may be slow, or gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Of the bundled PostgreSQL; it is a child of nobody in particular. */
export const postmasterPid = (dataDir: string): number =>
  Number.parseInt(readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
