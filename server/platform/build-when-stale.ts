import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Progress } from "./progress.ts";
import { StartError } from "./start-error.ts";

export interface Build {
  /** Such as `the dashboard`. */
  name: string;
  /** Written by the build, and newer than all sources when nothing is to do. */
  output: string;
  /** Files and folders. */
  sources: string[];
  /** A script for this same Node, with its arguments, and where to run it. */
  command: string[];
  folder: string;
}

/** Builds when the output is missing or older than a source, in a process of its own whose memory goes with it. */
export async function buildWhenStale(build: Build, progress: Progress, givenUp: AbortSignal): Promise<void> {
  if (isFresh(build)) return;
  await progress.step(`Building ${build.name}`, () => run(build, givenUp));
}

export function isFresh({ output, sources }: Pick<Build, "output" | "sources">): boolean {
  return existsSync(output) && statSync(output).mtimeMs >= Math.max(...sources.map(newestChange));
}

function newestChange(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const inside = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "dist" && !/\.test\.\w+$/.test(name))
    .map(({ name }) => newestChange(join(path, name)));
  return Math.max(0, ...inside);
}

async function run({ name, command, folder }: Build, givenUp: AbortSignal): Promise<void> {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, NODE_ENV: "production", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    signal: givenUp,
  });
  let output = "";
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new StartError(`Building ${name} failed:\n${stripVTControlCharacters(output).trim().slice(-3000)}`);
}
