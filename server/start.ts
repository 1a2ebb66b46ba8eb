import { createRequire, enableCompileCache, flushCompileCache } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assertCanListen } from "./platform/assert-can-listen.ts";
import { readyMessage } from "./platform/ready-message.ts";
import { buildWhenStale } from "./platform/build-when-stale.ts";
import { readConfig } from "./platform/config.ts";
import { assertNotRunning } from "./platform/data-folder-lock.ts";
import { prepareDataFolder } from "./platform/data-folder.ts";
import { runUntilSignal } from "./platform/lifetime.ts";
import { keepMemorySmall } from "./platform/memory.ts";
import { assertNodeVersion } from "./platform/node-version.ts";
import { createProgress, type Progress } from "./platform/progress.ts";
import { root as checkout } from "./platform/root.ts";

const root = fileURLToPath(checkout);

/** `npm start`: everything that a fresh clone needs, then the server. */
await runUntilSignal(
  async (givenUp) => {
    assertNodeVersion();
    keepMemorySmall();
    const config = readConfig(process.env);
    const progress = createProgress((text) => process.stdout.write(text));
    await prepareDataFolder(config.dataDir);
    await assertNotRunning(config.dataDir);
    await assertCanListen(config);
    enableCompileCache(join(config.dataDir, "cache"));
    process.stdout.write("Starting Guestlist\n");
    await buildWhatIsStale(progress, givenUp);
    // Imported late: what is read before the cache is set is compiled anew at every start.
    const { serve } = await import("./serve.ts");
    const running = await serve({ config, progress });
    if (!givenUp.aborted) process.stdout.write(readyMessage(running, config));
    flushCompileCache();
    return running;
  },
  { debug: process.env["LOG_LEVEL"] === "debug" },
);

async function buildWhatIsStale(progress: Progress, givenUp: AbortSignal): Promise<void> {
  const shared = [join(root, "contract"), join(root, "package-lock.json")];
  const web = join(root, "web");
  const cli = join(root, "cli");
  await Promise.all([
    buildWhenStale(
      {
        name: "the dashboard",
        output: join(web, "dist", "index.html"),
        sources: [web, ...shared],
        command: [vite(web), "build", "--logLevel", "warn"],
        folder: web,
      },
      progress,
      givenUp,
    ),
    buildWhenStale(
      {
        name: "the command line",
        output: join(cli, "dist", "guestlist.cjs"),
        sources: [cli, ...shared],
        command: ["build.ts"],
        folder: cli,
      },
      progress,
      givenUp,
    ),
  ]);
}

function vite(folder: string): string {
  const manifest = createRequire(join(folder, "package.json")).resolve("vite/package.json");
  return join(dirname(manifest), "bin", "vite.js");
}
