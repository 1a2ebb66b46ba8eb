import { bareModule, endpointFiles } from "@guestlist/contract";
import { build, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = import.meta.dirname;

/** Bundles the command line into `folder`: `guestlist.cjs`, and beside it what only some commands need. */
export async function buildCli(folder = join(here, "dist")): Promise<void> {
  const result = await build({
    entryPoints: { guestlist: join(here, "main.ts"), ask: join(here, "ask.ts"), complete: join(here, "complete.ts") },
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    // One byte a character: bin/guestlist reads it as such.
    charset: "ascii",
    // The system's Node 20 runs it as well as the 24 that the server needs.
    target: "node20",
    platform: "node",
    format: "cjs",
    supported: { "dynamic-import": false },
    alias: { typebox: join(here, "typebox-stub.ts") },
    plugins: [apart, bareEndpoints, withoutChildProcess, builtinsAsTheyAre, asciiFlags],
    write: false,
    logLevel: "warning",
  });
  mkdirSync(folder, { recursive: true });
  for (const file of result.outputFiles) replaceFile(join(folder, basename(file.path)), withHash(file.contents));
}

/** By its first line `bin/guestlist` knows whether what it has kept was compiled of this. */
const withHash = (contents: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`//${createHash("sha256").update(contents).digest("hex")}\n`), contents]);

/** `import("./ask.ts")` stays a file of its own: prompts and completion would be read at every start otherwise. */
const apart: Plugin = {
  name: "apart",
  setup(bundling) {
    bundling.onResolve({ filter: /\/(?:ask|complete)\.ts$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: path.replace(/.*\/(\w+)\.ts$/, "./$1.cjs"), external: true } : undefined,
    );
  },
};

/** What calling an endpoint takes; the rest of it is built up at every start, and used by nothing here. */
const bareEndpoints: Plugin = {
  name: "bare-endpoints",
  setup(bundling) {
    bundling.onLoad({ filter: /\/endpoints\/[\w-]+\.ts$/ }, async ({ path }) =>
      endpointFiles.test(path) ? { contents: bareModule(await import(pathToFileURL(path).href)) } : undefined,
    );
  },
};

/** commander starts programs only for commands that are programs of their own; there are none. */
const withoutChildProcess: Plugin = {
  name: "without-child-process",
  setup(bundling) {
    bundling.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      isOfCommander(importer) ? { path: "none", namespace: "none" } : undefined,
    );
    bundling.onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default {}" }));
  },
};

/** For a default import of a builtin, as commander has three, esbuild copies all its properties, one by one. */
const builtinsAsTheyAre: Plugin = {
  name: "builtins-as-they-are",
  setup(bundling) {
    bundling.onResolve({ filter: /^node:(?:fs|path|process)$/ }, ({ importer, path, namespace }) =>
      namespace !== "builtin" && isOfCommander(importer) ? { path, namespace: "builtin" } : undefined,
    );
    bundling.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `export default require(${JSON.stringify(path)})`,
    }));
  },
};

/** For each option, commander asks Unicode what a name may end with, which sets up tables of it. Ours are ASCII. */
const asciiFlags: Plugin = {
  name: "ascii-flags",
  setup(bundling) {
    bundling.onLoad({ filter: /\/commander\/lib\/option\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const ascii = text.replace(String.raw`/\p{ID_Continue}\.\.\.[>\]]$/u`, String.raw`/\w\.\.\.[>\]]$/`);
      if (ascii === text) throw new Error("commander's option.js no longer has what ascii-flags replaces");
      return { contents: ascii };
    });
  },
};

const isOfCommander = (importer: string): boolean => basename(dirname(dirname(importer))) === "commander";

/** A command that starts while the bundle is written meets the old one or the new one, never half of it. */
function replaceFile(file: string, contents: Uint8Array): void {
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCli();
