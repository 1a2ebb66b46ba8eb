import { visit, type SourceFile, type SyntaxNode } from "./source.ts";

/** Attributes whose text a person reads or hears, whatever it looks like. */
const read = new Set("about alt aria-label hint label legend name placeholder text title what".split(" "));
/** Attributes that are never read: classes, drawings, what browsers fill in. */
const unread = new Set("aria-keyshortcuts autoComplete className d look style transform viewBox".split(" "));
/** A name attribute of these says which field it is, to nobody. */
const fields = new Set(["input", "select", "textarea", "meta", "Field", "Choices"]);

const letter = /\p{L}/u;
/** "Sign in", "the new token", "Copied." and ", which", but no key, path or code. */
const sentence = /^\s*\p{Lu}\p{Ll}+[.,:…]?\s*$|\p{L}[.,:;]? +\p{L}|^[,.:;] \p{L}|\p{L}[.:,] *$/u;

/** Calls whose texts are keys, selectors and names of code. */
const calls = new Set("t ui rich lazyRouteComponent matchMedia querySelector querySelectorAll startsWith".split(" "));
/** Keys of the keyboard, as browsers name them. */
const keys = new Set("Escape Enter Tab Home End ArrowUp ArrowDown ArrowLeft ArrowRight".split(" "));
/** The product's own name, and code that is shown to be copied. */
const notTranslated = new Set(["web/ui/wordmark.tsx", "web/databases/snippets.ts", "web/closures/check-commands.ts"]);

/** Words for people in the dashboard's code; they belong into web/strings. */
export function strayWords(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^web\/.*\.tsx?$/.test(path) && !/^web\/strings\/|\.test\.tsx?$|\.config\.ts$/.test(path))
    .filter(({ path }) => !notTranslated.has(path))
    .flatMap((file) => strayIn(file).map((words) => `${file.path}: ${JSON.stringify(words)} belongs into web/strings`));
}

function strayIn(file: SourceFile): string[] {
  const found: string[] = [];
  const passed = new Set<unknown>();
  const pass = (node: unknown): void => visitNode(node, (inner) => passed.add(inner));
  visit(file, (node) => {
    if (passed.has(node)) return;
    if (isUnread(node)) pass(node);
    else if (node.type === "JSXText" && letter.test(node["value"] as string))
      found.push(shown(node["value"] as string));
    else if (node.type === "JSXAttribute" && isRead(node)) found.push(...readWords(node, pass));
    else if (node.type === "JSXOpeningElement" && fields.has(nameOf(node))) passFieldName(node, pass);
    else if (node.type === "Literal" && typeof node["value"] === "string" && sentence.test(node["value"]))
      found.push(shown(node["value"]));
    else if (node.type === "TemplateElement" && sentence.test(cooked(node))) found.push(shown(cooked(node)));
  });
  return found;
}

/** What nobody reads: imports, types, errors for developers, classes and drawings. */
function isUnread(node: SyntaxNode): boolean {
  if (node.type.startsWith("Import") || node.type.startsWith("TSLiteral") || node.type === "ExportAllDeclaration")
    return true;
  if (node.type === "CallExpression") return calls.has(calledName(node["callee"] as SyntaxNode));
  if (node.type === "Literal") return keys.has(node["value"] as string);
  if (node.type === "NewExpression") return (node["callee"] as SyntaxNode)["name"] === "Error";
  return node.type === "JSXAttribute" && unread.has(nameOf(node));
}

const calledName = (callee: SyntaxNode): string =>
  ((callee["property"] as SyntaxNode | undefined)?.["name"] ?? callee["name"] ?? "") as string;

const isRead = (node: SyntaxNode): boolean =>
  read.has(nameOf(node)) && (node["value"] as SyntaxNode | null)?.type === "Literal";

function readWords(node: SyntaxNode, pass: (node: unknown) => void): string[] {
  const words = (node["value"] as SyntaxNode)["value"] as string;
  pass(node);
  return letter.test(words) ? [shown(words)] : [];
}

function passFieldName(node: SyntaxNode, pass: (node: unknown) => void): void {
  for (const attribute of node["attributes"] as SyntaxNode[]) if (nameOf(attribute) === "name") pass(attribute);
}

function nameOf(node: SyntaxNode): string {
  const name = node["name"] as SyntaxNode | undefined;
  return typeof name?.["name"] === "string" ? name["name"] : "";
}

const cooked = (node: SyntaxNode): string => (node["value"] as { cooked: string | null }).cooked ?? "";
const shown = (words: string): string => words.replaceAll(/\s+/g, " ").trim();

function visitNode(node: unknown, visitor: (node: unknown) => void): void {
  if (Array.isArray(node)) return node.forEach((each) => visitNode(each, visitor));
  if (typeof node !== "object" || node === null) return;
  visitor(node);
  Object.values(node).forEach((each) => visitNode(each, visitor));
}
