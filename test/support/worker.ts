import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { cacheFolder } from "./paths.ts";
import { bareEnvironment } from "./program.ts";

/** A worker process of the product, to be killed on the spot. */
export interface TestWorker {
  /** Resolves when it takes jobs. */
  start(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Reads a worker in; it does nothing before `start`. */
export async function loadWorker(env: Record<string, string>): Promise<TestWorker> {
  const child = fork(path.join(import.meta.dirname, "worker-process.ts"), {
    env: bareEnvironment({ NODE_COMPILE_CACHE: path.join(cacheFolder, "compiled"), ...env }),
    silent: true,
  });
  await told(child);
  return {
    async start() {
      child.send("start");
      await told(child);
    },
    async kill() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function told(child: ChildProcess): Promise<void> {
  let output = "";
  child.stderr?.on("data", (data: Buffer) => (output += data.toString()));
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`a worker ended by itself:\n${output}`)));
  await Promise.race([once(child, "message"), ended]);
  ended.catch(() => undefined);
}
