import { visit, type SourceFile, type SyntaxNode } from "./source.ts";

const maximumLines = 400;
const emptySuffix = /(Service|Manager|Helper|Util|Impl|Repository)s?$/;
const emptyFileName = /(^|[-.])(service|manager|helper|util|impl|repository)s?(?=\.)/;
const emptyVerb = /^(handle|process|manage)([A-Z]|$)/;

/** Files that ask what two things they are. Generated ones say so in their first line. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => !/generated/i.test(file.text.split("\n", 1)[0] ?? ""))
    .map((file) => ({ path: file.path, lines: file.text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > maximumLines)
    .map(({ path, lines }) => `${path} has ${lines} lines, over ${maximumLines}`);
}

/** Names that say nothing: of files, of what they declare, and of functions. */
export function emptyNames(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const fileName = file.path.split("/").at(-1) ?? "";
    const problems = emptyFileName.test(fileName) ? [`${file.path}: the file name says nothing`] : [];
    visit(file, (node) => {
      const name = declaredName(node);
      if (!name) return;
      if (emptySuffix.test(name)) problems.push(`${file.path}: ${name} ends in a word that says nothing`);
      if (emptyVerb.test(name) && isFunction(node)) problems.push(`${file.path}: ${name}() does not say what it does`);
    });
    return problems;
  });
}

const declarations = new Set([
  "FunctionDeclaration",
  "ClassDeclaration",
  "VariableDeclarator",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "MethodDefinition",
]);

function declaredName(node: SyntaxNode): string | undefined {
  if (!declarations.has(node.type)) return undefined;
  const name = (node["id"] ?? node["key"]) as SyntaxNode | null;
  return name?.type === "Identifier" ? (name["name"] as string) : undefined;
}

function isFunction(node: SyntaxNode): boolean {
  if (node.type !== "VariableDeclarator")
    return node.type === "FunctionDeclaration" || node.type === "MethodDefinition";
  const type = (node["init"] as SyntaxNode | null)?.type;
  return type === "ArrowFunctionExpression" || type === "FunctionExpression";
}

/** An event is written by one function, which is all that its file does. */
const writers = /(^|[/-])queries\.ts$|^server\/events\/record\.ts$/;

/**
 * Rows that are written elsewhere than in a `queries.ts`, and tables that two folders write.
 * A folder owns its tables; whoever wants a row changed calls the owner.
 */
export function strayWrites(files: readonly SourceFile[]): string[] {
  const writes = files
    .filter((file) => file.path.startsWith("server/") && !file.path.endsWith(".test.ts"))
    .flatMap((file) =>
      tablesWrittenBy(file.text).map((table) => ({ file: file.path, table, folder: folderOf(file.path) })),
    );
  const outside = writes
    .filter(({ file }) => !writers.test(file))
    .map(({ file, table }) => `${file} writes ${table}: only queries.ts writes`);
  const shared = [...new Set(writes.map(({ table }) => table))]
    .map((table) => ({
      table,
      folders: [...new Set(writes.filter((write) => write.table === table).map((write) => write.folder))],
    }))
    .filter(({ folders }) => folders.length > 1)
    .map(({ table, folders }) => `${table} is written by ${folders.join(" and ")}`);
  return [...outside, ...shared];
}

function tablesWrittenBy(text: string): string[] {
  const calls = text.matchAll(/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*["'`](\w+)/g);
  const statements = text.matchAll(/\b(?:insert\s+into|delete\s+from|update(?=\s+\w+\s+set))\s+(\w+)/g);
  return [...new Set([...calls, ...statements].flatMap((match) => match[1] ?? []))];
}

function folderOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

// Put together so that this file does not find itself.
const machinePath = new RegExp(`(?<![\\w.:/}])/(${["work", "root", "home", "Users"].join("|")})/[a-z]`);

/** Paths that exist on one machine only. */
export function machinePaths(files: readonly SourceFile[]): string[] {
  return linesMatching(files, machinePath, "names a path of one machine");
}

/** Lock entries that say which registry they came from: such a lock file works for those who reach that registry only. */
export function registryHosts(lockFile: SourceFile): string[] {
  return linesMatching([lockFile], /"resolved": "\w+:\/\//, "names a registry");
}

/**
 * Optional packages of other platforms that the lock file does not have. `npm ci` refuses such a lock file, though an
 * `npm install` on the machine that wrote it is content.
 */
export function missingFromLock(lockFile: SourceFile): string[] {
  const { packages } = JSON.parse(lockFile.text) as { packages: Record<string, { optionalDependencies?: object }> };
  const known = new Set(Object.keys(packages).map((place) => place.slice(place.lastIndexOf("node_modules/"))));
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !known.has(`node_modules/${name}`))
      .map((name) => `${name} of ${place} is not in the lock file`),
  );
}

const britishWord = new RegExp(
  `\\b(${["colour", "behaviour", "favour", "catalogue", "centre", "cancelled", "licence"].join("|")}|(author|organ|recogn|synchron|initial|normal)is(e|ed|ing|ation))`,
  "i",
);

/** The code base is written in American English. */
export function britishSpelling(files: readonly SourceFile[]): string[] {
  return linesMatching(files, britishWord, "is not American spelling");
}

function linesMatching(files: readonly SourceFile[], pattern: RegExp, problem: string): string[] {
  return files.flatMap((file) =>
    file.text.split("\n").flatMap((line, index) => {
      const match = pattern.exec(line);
      return match ? [`${file.path}:${index + 1}: "${match[0]}" ${problem}`] : [];
    }),
  );
}

/** A pool made anywhere else lacks the listener without which a lost connection ends the process. */
export function bareConnections(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path }) => path.startsWith("server/") && !path.endsWith(".test.ts") && path !== "server/platform/pool.ts",
    )
    .filter(({ text }) => /new (pg\.)?Pool\(/.test(text))
    .map(({ path }) => `${path} makes a pool of its own; openPool of server/platform/pool.ts makes them`);
}

/** A job added anywhere else may be none at all, and nothing says so: the control database's add_job asks again. */
export function bareJobs(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path }) => path.startsWith("server/") && !path.endsWith(".test.ts") && path !== "server/platform/jobs.ts",
    )
    .filter(({ text }) => /graphile_worker\.add_jobs?\(/.test(text))
    .map(({ path }) => `${path} adds a job by itself; addJob and addingJob of server/platform/jobs.ts do`);
}

/** Times are set by the control database, to the microsecond: one of this very millisecond is not over for a Date. */
export function clocksOfThisProcess(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.startsWith("server/") && !path.endsWith(".test.ts"))
    .filter(({ text }) => /"[<>]=?",\s*new Date\(/.test(text))
    .map(({ path }) => `${path} compares a column with this process's clock; clock_timestamp() is the column's own`);
}
