import { visit, type SourceFile, type SyntaxNode } from "./source.ts";

/** A sentence of the server as its source has it; `{}` stands for what is put in. */
export interface ServerSentence {
  readonly path: string;
  readonly text: string;
}

/**
 * What the server says to people on the dashboard: every text of more than one word in its source that is no SQL, no line of
 * the log, no error for developers. Choices inside of a text (`a ? "one" : "other"`) make a sentence each.
 */
export function serverSentences(files: readonly SourceFile[]): ServerSentence[] {
  const all = files.filter(({ path }) => isHeard(path)).flatMap(sentencesIn);
  return [...new Map(all.map((each) => [each.text, each])).values()];
}

/** Not on the dashboard: mails, other clients' endpoints, what operators read in a terminal or a log. */
const unheard =
  /\.test\.ts$|\/testing\/|\/mails\/|^server\/(scalingo|migrations|platform\/(bundled-postgres|mail\/(content|layout|mailbox|parts|mailer)|http\/(openapi|metrics)|config|settings?|setting-values|memory|ready-message|progress|build|data-folder|generate|node-version|assert|lifetime|process))|^server\/(main|admin|build|start|serve|migrate-once|with-control-database)\.ts$/;
const isHeard = (path: string): boolean => /^server\/.*\.ts$/.test(path) && !unheard.test(path);

function sentencesIn(file: SourceFile): ServerSentence[] {
  const constants = constantsOf(file);
  const passed = new Set<unknown>();
  const found: ServerSentence[] = [];
  visit(file, (node) => {
    if (passed.has(node)) return;
    if (isForNobody(node)) return passAll(node, passed);
    if (!isText(node)) return;
    const texts = expand(node, constants);
    passAll(node, passed);
    found.push(...texts.filter(isSentence).map((text) => ({ path: file.path, text: tidy(text) })));
  });
  return found;
}

const isText = ({ type, ...node }: SyntaxNode): boolean =>
  type === "TemplateLiteral" ||
  (type === "Literal" && typeof node["value"] === "string") ||
  (type === "BinaryExpression" && node["operator"] === "+");

/** Two words, and not the languages of PostgreSQL, of patterns or of addresses. */
const isSentence = (text: string): boolean =>
  /\p{L}[,.:;’)]* +(\(|“)?(\{\}|\p{L})|\{\}[,.:;]? \p{L}\p{L}/u.test(text) && !notWords.test(text);
const notWords =
  /^\s*(select|with|insert|update|delete|create|alter|drop|grant|revoke|set|comment|reassign|coalesce|case|begin|commit|rollback|exists|array|jsonb?_|from|where|and|or|join|left join|terminate) ?[\s(\w]|\b(from pg_|IN SCHEMA|ON DATABASE [^"]*TO|WITH GRANT)|^[A-Z ]+$|^guestlist |=> |^\w+=|;\s*$/;
const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** SQL, the log, errors for developers, types, imports, and what is compared. */
function isForNobody(node: SyntaxNode): boolean {
  const { type } = node;
  if (type.startsWith("Import") || type.startsWith("TS") || type === "ExportAllDeclaration") return true;
  if (type === "NewExpression") return /^(Error|StartError|URL|RegExp)$/.test(nameOf(node["callee"]));
  if (type === "TaggedTemplateExpression") return true;
  if (type === "Property") return /^(sql|query|text|stack|marker)$/.test(nameOf(node["key"]));
  if (type === "VariableDeclarator") return /sql$|Sql$|columns$|Marker$/.test(nameOf(node["id"]));
  if (type === "CallExpression") return callsForNobody.test(calleeOf(node["callee"] as SyntaxNode));
  return type === "BinaryExpression" && /^[!=]==?$/.test(String(node["operator"]));
}
const callsForNobody =
  /(^|\.)(query|runSql|raw|select|selectAll|orderBy|groupBy|where|on|log|info|warn|error|debug|write|replaceAll|replace|split|test|writeFile|header|literal)$/;

const nameOf = (node: unknown): string => {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return typeof name === "string" ? name : typeof value === "string" ? value : "";
};
function calleeOf(callee: SyntaxNode): string {
  const property = callee["property"] as SyntaxNode | undefined;
  return property === undefined ? nameOf(callee) : `.${nameOf(property)}`;
}

/** Every text that an expression can become. */
function expand(node: SyntaxNode, constants: ReadonlyMap<string, SyntaxNode>): string[] {
  const each = (inner: unknown): string[] => expand(inner as SyntaxNode, constants);
  switch (node.type) {
    case "Literal":
      return [typeof node["value"] === "string" ? node["value"] : "{}"];
    case "TemplateLiteral":
      return expandTemplate(node, each);
    case "BinaryExpression":
      return node["operator"] === "+" ? product(each(node["left"]), each(node["right"])) : ["{}"];
    case "ConditionalExpression":
      return [...each(node["consequent"]), ...each(node["alternate"])];
    case "LogicalExpression":
      return [...each(node["left"]), ...each(node["right"])];
    case "CallExpression":
      return expandCall(node);
    case "Identifier": {
      const known = constants.get(nameOf(node));
      return known === undefined ? ["{}"] : each(known);
    }
    default:
      return ["{}"];
  }
}

function expandTemplate(node: SyntaxNode, each: (inner: unknown) => string[]): string[] {
  const texts = (node["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  const inner = node["expressions"] as unknown[];
  return texts.reduce<string[]>(
    (so, text, at) => product(at === 0 ? [""] : product(so, each(inner[at - 1])), [text]),
    [""],
  );
}

/** `counted(n, "object", "objects")` and `verb(n, "is", "are")`: a word for one, and a word for many. */
function expandCall(node: SyntaxNode): string[] {
  const words = (node["arguments"] as SyntaxNode[]).filter(
    (argument) => argument.type === "Literal" && typeof argument["value"] === "string",
  );
  const called = nameOf(node["callee"]);
  if (!/^(counted|verb)$/.test(called) || words.length === 0) return ["{}"];
  const [one = "", many = `${one}s`] = words.map((word) => String(word["value"]));
  return called === "verb" ? [one, many] : [`{} ${one}`, `{} ${many}`];
}

const product = (firsts: readonly string[], seconds: readonly string[]): string[] =>
  firsts.flatMap((first) => seconds.map((second) => first + second));

/** Texts with a name, in the file that uses them. */
function constantsOf(file: SourceFile): Map<string, SyntaxNode> {
  const constants = new Map<string, SyntaxNode>();
  visit(file, (node) => {
    const value = node["init"] as SyntaxNode | null | undefined;
    if (node.type === "VariableDeclarator" && value != null && value.type.endsWith("Literal") && isText(value))
      constants.set(nameOf(node["id"]), value);
  });
  return constants;
}

function passAll(node: unknown, passed: Set<unknown>): void {
  if (Array.isArray(node)) return node.forEach((each) => passAll(each, passed));
  if (typeof node !== "object" || node === null) return;
  passed.add(node);
  Object.values(node).forEach((each) => passAll(each, passed));
}
