import { spawn } from "node:child_process";
import { once } from "node:events";
import { serverFile } from "./built-server.ts";
import { root } from "./paths.ts";
import { bareEnvironment } from "./program.ts";

/** A worker process of the product, to be killed on the spot. */
export interface TestWorker {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Resolves when it takes jobs. */
export async function startWorker(env: Record<string, string>): Promise<TestWorker> {
  const child = spawn(process.execPath, [serverFile, "work"], {
    cwd: root,
    env: bareEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "exit");
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const note = (data: Buffer): void => {
      output += data.toString();
      if (output.includes("worker is ready")) resolve();
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    void gone.then(() => reject(new Error(`a worker ended by itself:\n${output}`)));
  });
  return {
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
