import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";
import { isAlive } from "../process-identity.ts";
import { clusterName, readPostmasterFile } from "./postmaster-file.ts";
import { giveFolder, inDataFolder } from "./run-as.ts";

/** `smart` waits for every session, `fast` ends them, `immediate` recovers at the next start. */
export type StopMode = "smart" | "fast" | "immediate";

export interface Postmaster {
  pid: number;
  port: number;
  /** Fulfilled when the process is gone, for whatever reason. */
  ended: Promise<void>;
  /** Resolves when the process is gone; `fast` when not told. */
  stop(mode?: StopMode): Promise<void>;
}

export interface PostmasterOptions {
  binaries: Binaries;
  dataDir: string;
  port: number;
  /** Settings of PostgreSQL, over those that keep it on loopback, with SCRAM, without a socket file. */
  settings?: Record<string, string>;
  logFile: string;
  /** Until it answers; a recovery after a crash counts. */
  timeoutMs?: number;
}

const settingsOfAll: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  logging_collector: "off",
  log_destination: "stderr",
  TimeZone: "UTC",
  log_timezone: "UTC",
};

/**
 * Starts PostgreSQL in an initialized data folder and resolves when it takes connections. It outlives our death: the next
 * start adopts it.
 */
export async function startPostmaster(given: PostmasterOptions): Promise<Postmaster> {
  const { binaries, dataDir, port, logFile, timeoutMs = 120_000 } = given;
  await giveFolder(binaries, dataDir);
  const { argument, options } = inDataFolder(binaries, dataDir);
  const args = ["-D", argument];
  const settings = { ...settingsOfAll, cluster_name: clusterName(dataDir), ...given.settings, port: String(port) };
  for (const [name, value] of Object.entries(settings)) {
    args.push("-c", `${name}=${value}`);
  }
  const log = openSync(logFile, "a", 0o600);
  const logStart = statSync(logFile).size;
  // Detached: a Ctrl-C in the terminal is for us, and we end the sessions in order.
  const child = spawn(binaries.bin.postgres, args, { ...options, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const refused = new Promise<never>((_, reject) => child.once("error", reject));
  refused.catch(() => undefined);
  const failed = ended.then(() => {
    throw new StartError(`PostgreSQL did not start: ${lastComplaint(logFile, logStart)}`);
  });
  failed.catch(() => undefined);
  const pid = child.pid ?? 0;
  await Promise.race([waitUntilReady(dataDir, pid, timeoutMs), refused, failed]);
  child.unref();
  const postmaster = { pid, port, ended };
  return { ...postmaster, stop: (mode) => (child.ref(), stopPostmaster(postmaster, mode)) };
}

/** A PostgreSQL that an earlier process of ours started in this data folder, as if we had started it. */
export function adoptPostmaster(pid: number, port: number): Postmaster {
  const ended = waitUntilGone(pid, { keepsProcessAlive: false });
  const postmaster = { pid, port, ended };
  return {
    ...postmaster,
    stop: (mode) => stopPostmaster({ ...postmaster, ended: waitUntilGone(pid, { keepsProcessAlive: true }) }, mode),
  };
}

async function stopPostmaster({ pid, ended }: Omit<Postmaster, "stop">, mode: StopMode = "fast"): Promise<void> {
  // https://www.postgresql.org/docs/18/server-shutdown.html
  const signal = { smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" }[mode];
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  await ended;
}

async function waitUntilReady(dataDir: string, pid: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const file = readPostmasterFile(dataDir);
    if (file?.pid === pid && file.ready) return;
    if (pid !== 0 && !isAlive(pid)) return await new Promise(() => undefined);
    await delay(5);
  }
  process.kill(pid, "SIGINT");
  throw new StartError(`PostgreSQL did not answer within ${timeoutMs / 1000} s of its start.`);
}

async function waitUntilGone(pid: number, { keepsProcessAlive }: { keepsProcessAlive: boolean }): Promise<void> {
  while (isAlive(pid)) await delay(keepsProcessAlive ? 20 : 500, undefined, { ref: keepsProcessAlive });
}

function lastComplaint(logFile: string, from: number): string {
  const text = readFileSync(logFile).subarray(from).toString().trim();
  const lines = text.split("\n").filter((line) => /(FATAL|HINT|PANIC|ERROR|LOG: {2}could not bind)/.test(line));
  return `${lines.join("\n") || text.slice(-1000)} (see ${logFile})`;
}
