import { execFileSync } from "node:child_process";
import path from "node:path";
import { root } from "./paths.ts";

/** What a service runs; `buildServer` makes it. */
export const serverFile = path.join(root, "server/dist/main.mjs");

/** When a source is newer. Throws when it cannot be built; what is wrong is then on stderr. */
export function buildServer(): void {
  const build = path.join(root, "server/build.ts");
  execFileSync(process.execPath, [build, "--when-stale"], { stdio: ["ignore", "ignore", "inherit"] });
}
