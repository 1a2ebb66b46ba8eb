import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** A file of the build, with its size as it travels: bytes. */
export interface Part {
  readonly name: string;
  readonly gzip: number;
}

/** What a browser has to load before a page can be used: the entry, the page's own chunks, and all that those import. */
export interface FirstLoad {
  readonly page: string;
  readonly gzip: number;
  /** Largest first. */
  readonly parts: readonly Part[];
}

/** Pages that stand alone, before anybody is signed in. All others have the frame around them. */
const gates = ["sign-in-page", "set-up-page", "verify-page", "reset-page", "invitation-page"];

/** Frames inside of that one, by the name of their chunk. */
const frames: Record<string, readonly string[]> = {
  "overview-page": ["database-frame"],
  "activity-page": ["database-frame"],
  "receipt-page": ["database-frame"],
  "collaborators-page": ["database-frame", "settings-frame"],
  "ended-page": ["database-frame", "settings-frame"],
  "general-page": ["database-frame", "settings-frame"],
  "users-page": ["database-frame", "settings-frame"],
};

/** Of each page of the build in that folder, by the name of its chunk; `entry` is what every page loads. */
export function firstLoads(dist: string): FirstLoad[] {
  const build = readBuild(path.join(dist, "assets"));
  const entry = /<script[^>]+src="\/assets\/([^"]+\.js)"/.exec(
    readFileSync(path.join(dist, "index.html"), "utf8"),
  )?.[1];
  if (entry === undefined) throw new Error("index.html names no entry");
  const framesOf = (page: string): string[] => {
    const around = [...(gates.includes(page) ? [] : ["frame"]), ...(frames[page] ?? [])];
    return [...build.keys()].filter((file) => around.includes(baseOf(file)));
  };
  // Two pages may have the same name in different folders.
  const pages = [...build.keys()].filter((file) => baseOf(file).endsWith("-page") && baseOf(file) !== "every-page");
  const load = (page: string, files: readonly string[]): FirstLoad => {
    const parts = [...closure(build, files)]
      .map((file) => ({ name: file, gzip: build.get(file)?.gzip ?? 0 }))
      .toSorted((a, b) => b.gzip - a.gzip);
    return { page, gzip: parts.reduce((sum, { gzip }) => sum + gzip, 0), parts };
  };
  return [load("entry", [entry]), ...pages.map((file) => load(baseOf(file), [entry, file, ...framesOf(baseOf(file))]))];
}

interface Chunk {
  readonly gzip: number;
  readonly imports: readonly string[];
}

function readBuild(folder: string): ReadonlyMap<string, Chunk> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  return new Map(
    files.map((file) => {
      const text = readFileSync(path.join(folder, file), "utf8");
      return [file, { gzip: gzipSync(text, { level: 9 }).length, imports: staticImports(text) }];
    }),
  );
}

/** `import(…)` is loaded later, when it is asked for. */
const staticImports = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map((match) => match[1] ?? "");

function closure(build: ReadonlyMap<string, Chunk>, from: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const add = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    build.get(file)?.imports.forEach(add);
  };
  from.forEach(add);
  return seen;
}

/** `collaborators-page-CBUjAv8A.js` is the chunk `collaborators-page`. */
const baseOf = (file: string): string => file.replace(/-[\w-]{8}\.js$/, "");
