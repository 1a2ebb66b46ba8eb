import { spawn } from "node:child_process";

export interface Finished {
  stdout: string;
  stderr: string;
  /** Null when a signal ended it. */
  code: number | null;
}

export interface ProgramOptions {
  /** The whole environment: nothing is inherited but what a program cannot run without. */
  env?: Record<string, string | undefined>;
  /** Without it, standard input is empty and closed. */
  stdin?: string;
  cwd?: string;
  /** The program is ended after this many milliseconds (30 s), which fails the call. */
  timeoutMs?: number;
}

/** Runs a program to its end and returns all it printed. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { env = {}, stdin = "", cwd, timeoutMs = 30_000 }: ProgramOptions = {},
): Promise<Finished> {
  const child = spawn(command, args, { cwd, env: bareEnvironment(env), stdio: "pipe", timeout: timeoutMs });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  // A program that does not read its input is not an error of ours.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (child.killed) throw new Error(`${command} ${args.join(" ")} did not end within ${timeoutMs} ms:\n${stderr()}`);
  return { stdout: stdout(), stderr: stderr(), code };
}

/** What every program needs, and what the test gives; none of the settings of whoever runs the tests. */
export function bareEnvironment(env: Record<string, string | undefined>): Record<string, string> {
  const inherited = ["PATH", "HOME", "LANG", "TMPDIR", "SystemRoot"].map((name) => [name, process.env[name]] as const);
  const all = [...inherited, ...Object.entries(env)];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Gathers a stream as text; the function returns what came so far. */
export function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
