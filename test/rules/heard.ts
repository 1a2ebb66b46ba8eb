import { parseSync } from "vite";
import type { SourceFile, SyntaxNode } from "./source.ts";

/** Members of the contract that hold a sentence of the server. */
const sentences = new Set(["blocked", "why", "why_not", "mail_failed"]);

/** Where the dashboard shows what the server says as it comes: `said(…)` says it in the reader's language. */
export function heardAsItComes(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^web\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap((file) => unsaidIn(file).map((name) => `${file.path} shows .${name} without said()`));
}

function unsaidIn(file: SourceFile): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    const node = value as SyntaxNode;
    if (isSaid(node)) return;
    const name = node.type === "MemberExpression" ? (node["property"] as { name?: string }).name : undefined;
    if (name !== undefined && sentences.has(name)) found.push(name);
    Object.values(node).forEach(walk);
  };
  walk(parseSync(file.path, file.text).program);
  return found;
}

/** Said, or only asked whether it is there. */
function isSaid(node: SyntaxNode): boolean {
  if (node.type === "BinaryExpression") return /^[!=]==?$/.test(String(node["operator"]));
  return node.type === "CallExpression" && /^said(Of)?$/.test((node["callee"] as { name?: string }).name ?? "");
}
