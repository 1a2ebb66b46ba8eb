import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { serverFile } from "./built-server.ts";
import { createControlDatabase } from "./control-database.ts";
import { cacheFolder, root, temporaryFolder } from "./paths.ts";
import { freePort } from "./ports.ts";
import type { TestPostgres } from "./postgres.ts";
import { bareEnvironment, collect, runProgram } from "./program.ts";
import { pidFileName } from "./run-folder.ts";
import { eventually, Hopeless } from "./signals.ts";

export interface ProductOptions {
  /** Settings over the test's own. */
  env?: Record<string, string>;
  /** True: with the bundled PostgreSQL in the data folder. */
  bundled?: boolean;
  /**
   * A server of the test's own that holds the control database and the databases that are made; its superuser is the admin.
   * Without it, and not bundled, the control database is on the run's shared cluster, where no database can be made.
   */
  postgres?: TestPostgres;
  /** The commands of the server's `main`, when not `serve` alone. */
  commands?: string[];
}

export interface NewAccount {
  email: string;
  username: string;
  password?: string;
}

export interface CreatedAccount {
  account: { id: string; email: string; username: string };
  token: string;
  password: string;
}

export interface Guestlist {
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  /** The one-time link that a first start without accounts prints. */
  setupUrl: string | undefined;
  /** Of the control database, where it is not the bundled one. */
  databaseUrl: string | undefined;
  /** All it printed since the first start. */
  logs(): string;
  /** SIGTERM; resolves with the exit code when the process is gone. */
  stop(): Promise<number | null>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, on the same port, data and settings; stops it first when it runs. */
  restart(): Promise<void>;
  /** A verified account with an API token, made by `admin create-account` while the server runs. */
  createAccount(account: NewAccount): Promise<CreatedAccount>;
}

/**
 * Starts the product as a person would, as a process of its own, and resolves when it says that it is ready: with the
 * command `work` a worker alone, which serves no requests.
 */
export async function startGuestlist({
  env = {},
  bundled = false,
  postgres,
  commands = ["serve"],
}: ProductOptions = {}): Promise<Guestlist> {
  const folder = temporaryFolder("guestlist");
  const port = await freePort();
  const settings = await settingsFor(folder, port, { env, bundled, postgres });
  const url = `http://127.0.0.1:${port}`;
  let logs = "";
  const start = () => startProcess(commands, settings, url, folder);
  let running = await start();
  const stopAndKeepLogs = async (signal: NodeJS.Signals): Promise<number | null> => {
    const code = await endProcess(running, signal);
    logs += running.output();
    running = { ...running, output: () => "" };
    return code;
  };

  return {
    url,
    port,
    get pid() {
      return running.child.pid ?? 0;
    },
    dataDir: settings["DATA_DIR"] ?? "",
    get setupUrl() {
      return /Set up\s+(http\S+)/.exec(logs + running.output())?.[1];
    },
    databaseUrl: settings["DATABASE_URL"],
    logs: () => logs + running.output(),
    stop: () => stopAndKeepLogs("SIGTERM"),
    kill: async (signal = "SIGKILL") => void (await stopAndKeepLogs(signal)),
    restart: async () => {
      await stopAndKeepLogs("SIGTERM");
      running = await start();
    },
    createAccount: (account) => createAccount(account, settings),
  };
}

interface Running {
  child: ChildProcess;
  output: () => string;
}

async function settingsFor(
  folder: string,
  port: number,
  { env, bundled, postgres }: { env: Record<string, string>; bundled: boolean; postgres: TestPostgres | undefined },
): Promise<Record<string, string>> {
  const own = {
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: path.join(folder, "data"),
    NODE_COMPILE_CACHE: path.join(cacheFolder, "compiled"),
    MALLOC_ARENA_MAX: "1",
  };
  if (bundled || env["DATABASE_URL"] !== undefined) return { ...own, ...env };
  return { ...own, DATABASE_URL: await controlDatabaseOn(postgres), ...env };
}

async function controlDatabaseOn(postgres: TestPostgres | undefined): Promise<string> {
  if (!postgres) return (await createControlDatabase()).url;
  const name = `guestlist_${randomUUID().slice(0, 8)}`;
  await postgres.query(`create database ${name}`);
  return postgres.urlFor(name);
}

async function startProcess(
  commands: string[],
  env: Record<string, string>,
  url: string,
  folder: string,
): Promise<Running> {
  const child = spawn(process.execPath, [serverFile, ...commands], {
    cwd: root,
    env: bareEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const output = () => stdout() + stderr();
  // Whoever clears up after the run finds it by this.
  if (child.pid) writeFileSync(path.join(folder, pidFileName), String(child.pid));
  try {
    await eventually(() => isReady(child, url, output), { within: 60_000, every: 20 });
  } catch (error) {
    await endProcess({ child, output }, "SIGKILL");
    throw error;
  }
  return { child, output };
}

async function isReady(child: ChildProcess, url: string, output: () => string): Promise<boolean> {
  if (hasEnded(child)) throw new Hopeless(`the server ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
  if (/Guestlist's worker is ready/.test(output())) return true;
  const response = await fetch(`${url}/readyz`).catch(() => undefined);
  if (response && response.status !== 200) throw new Error(`/readyz says ${response.status}:\n${output()}`);
  // It answers before it has printed the set-up link.
  return response !== undefined && /Guestlist is ready/.test(output());
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function endProcess({ child, output }: Running, signal: NodeJS.Signals): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await closed;
  clearTimeout(timer);
  if (signal === "SIGTERM" && child.signalCode === "SIGKILL")
    throw new Error(`the server did not end within 20 s:\n${output().slice(-4000)}`);
  return child.exitCode;
}

export const passwordOf = (username: string): string => `pass phrase of ${username}, 42`;

async function createAccount(account: NewAccount, env: Record<string, string>): Promise<CreatedAccount> {
  const password = account.password ?? passwordOf(account.username);
  const args = ["admin", "create-account", "--email", account.email, "--username", account.username];
  const result = await runProgram(process.execPath, [serverFile, ...args, "--password-stdin", "--token"], {
    env,
    cwd: root,
    stdin: password,
  });
  if (result.code !== 0) throw new Error(`create-account ended with ${result.code}:\n${result.stderr}${result.stdout}`);
  return { ...(JSON.parse(result.stdout) as Omit<CreatedAccount, "password">), password };
}
