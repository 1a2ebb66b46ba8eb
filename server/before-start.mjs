// Read before build.ts, and plain JavaScript: a Node before 22.18 cannot read TypeScript, and would not say what it needs.
import { existsSync } from "node:fs";
import module from "node:module";
import { join, resolve } from "node:path";

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `This needs Node 24 or later, and it runs on Node ${process.versions.node}. Node 24 comes with npm ci ` +
      `(without --omit=optional) and is used by npm start. On macOS, install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}

// Set before the first TypeScript file: with all in the cache, it takes half the time to find that nothing is to be built.
const cache = join(resolve(process.env.DATA_DIR?.trim() || "data"), "cache");
if (existsSync(cache)) module.enableCompileCache(cache);
