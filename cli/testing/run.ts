import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCli } from "../build.ts";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Run {
  readonly env?: Record<string, string>;
  readonly input?: string;
  /** Node to run it with; the one of the tests where not given. */
  readonly node?: string;
}

/** The bundle in a folder of its own, beside a home that is empty. */
export class Cli {
  readonly folder = mkdtempSync(join(tmpdir(), "guestlist-cli-"));
  readonly home = join(this.folder, "home");
  readonly file = join(this.folder, "guestlist.cjs");

  async build(): Promise<this> {
    await buildCli(this.folder);
    return this;
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
  /** Runs it as a process, with nothing of this one's environment but PATH. */
  async run(args: readonly string[], { env = {}, input = "", node = process.execPath }: Run = {}): Promise<Ran> {
    const child = spawn(node, [this.file, ...args], { env: { PATH: process.env["PATH"], HOME: this.home, ...env } });
    const outputs = [textOf(child.stdout), textOf(child.stderr)] as const;
    child.stdin.on("error", () => undefined).end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    const [stdout, stderr] = await Promise.all(outputs);
    return { code, stdout, stderr };
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  stream.setEncoding("utf8");
  for await (const piece of stream) text += piece as string;
  return text;
}
