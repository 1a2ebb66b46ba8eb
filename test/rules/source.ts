import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

/** A file of the checkout; the path is relative to it, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

const skippedFolders = new Set(["node_modules", "dist", "data", ".git", ".cache", "screenshots"]);

/** All files below the folder whose name ends in one of the endings, but for what is built or installed. */
export function readSources(root: string, endings: readonly string[]): SourceFile[] {
  const walk = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : walk(name);
      return entry.isFile() && endings.some((ending) => name.endsWith(ending)) ? [name] : [];
    });
  return walk("").map((name) => ({ path: name, text: readFileSync(path.join(root, name), "utf8") }));
}

/** The module names a file mentions in `import`, `export … from` and `import("…")`, types included, each once. */
export function importsOf(file: SourceFile): string[] {
  const { module } = parseSync(file.path, file.text);
  const named = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((each) => each.moduleRequest?.value ?? [])),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => literal(file.text.slice(start, end))),
    ...typeImports(file),
  ];
  return [...new Set(named)];
}

function literal(expression: string): string[] {
  const match = /^(["'`])([^$]*)\1$/.exec(expression.trim());
  return match?.[2] === undefined ? [] : [match[2]];
}

/** `import("…").Name` in a type is no import to the parser's module record. */
function typeImports(file: SourceFile): string[] {
  const names: string[] = [];
  visit(file, (node) => {
    const source = node["source"] as { value?: unknown } | undefined;
    if (node.type === "TSImportType" && typeof source?.value === "string") names.push(source.value);
  });
  return names;
}

/** A node of the syntax tree, as far as the rules look into it. */
export interface SyntaxNode {
  type: string;
  [key: string]: unknown;
}

/** Visits every node of the file, parents first. */
export function visit(file: SourceFile, visitor: (node: SyntaxNode) => void): void {
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    if ("type" in value && typeof value.type === "string") visitor(value as SyntaxNode);
    Object.values(value).forEach(walk);
  };
  walk(parseSync(file.path, file.text).program);
}
