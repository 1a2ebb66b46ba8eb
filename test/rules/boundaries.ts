import { builtinModules } from "node:module";
import path from "node:path";
import { importsOf, type SourceFile } from "./source.ts";

/**
 * Who may import whom, lowest first. Nothing but `app.ts` and `main.ts` reaches `access`: a journey writes what should be
 * and asks for a reconcile. Whatever is not listed is refused.
 */
export const mayImport: Record<string, readonly string[]> = {
  contract: [],
  platform: ["contract"],
  events: ["contract", "platform"],
  accounts: ["contract", "platform", "events"],
  databases: ["contract", "platform", "events", "accounts"],
  collaborators: ["contract", "platform", "events", "accounts", "databases"],
  access: ["contract", "platform", "events", "databases", "collaborators"],
  scalingo: ["contract", "platform", "events", "accounts", "databases", "collaborators"],
  // Files that stand directly in server/: they start and wire the parts.
  server: ["contract", "platform", "events", "accounts", "databases", "collaborators", "scalingo"],
  web: ["contract"],
  cli: ["contract"],
  test: [
    "contract",
    "platform",
    "events",
    "accounts",
    "databases",
    "collaborators",
    "access",
    "scalingo",
    "server",
    "web",
  ],
  bench: ["contract", "platform", "events", "accounts", "databases", "collaborators", "access", "server", "test"],
};

const mayImportAccess = new Set(["server/app.ts", "server/main.ts"]);

const contractPackage = "@guestlist/contract";

/** Packages that a part may use; a part that is not named may use what its package.json declares. */
const allowedPackages: Record<string, readonly string[]> = { contract: ["typebox"] };

/** What each workspace folder declares in its package.json; the root's own under `""`. */
export type Declared = Record<string, readonly string[]>;

/** Every import that the table does not allow, as a sentence. */
export function forbiddenImports(files: readonly SourceFile[], declared: Declared): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((name) => {
      const problem = isPackage(name) ? packageProblem(file.path, name, declared) : fileProblem(file.path, name);
      return problem ? [`${file.path} imports ${name}: ${problem}`] : [];
    }),
  );
}

/** The part of the product a file belongs to. */
export function partOf(file: string): string {
  const [top = "", folder = "", ...rest] = file.split("/");
  if (top !== "server") return file.includes("/") ? top : "root";
  return rest.length === 0 ? "server" : folder;
}

function isPackage(name: string): boolean {
  return !name.startsWith(".") && !name.startsWith("/");
}

function fileProblem(from: string, name: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(from), name);
  if (!/\.\w+(\?\w+)?$/.test(name)) return "the ending is part of the name (.ts)";
  return partProblem(from, partOf(target), target);
}

function partProblem(from: string, to: string, target: string): string | undefined {
  const part = partOf(from);
  if (part === to || part === "root" || target === "package.json") return undefined;
  if (to === "contract") return `the contract is imported as ${contractPackage}`;
  if (isTest(from) && target.startsWith("test/support/")) return undefined;
  if (to === "access" && mayImportAccess.has(from)) return undefined;
  return allows(part, to) ? undefined : `${part} may not import ${to}`;
}

function packageProblem(from: string, name: string, declared: Declared): string | undefined {
  const part = partOf(from);
  if (name === contractPackage) return allows(part, "contract") ? undefined : `${part} may not import the contract`;
  if (name.startsWith(`${contractPackage}/`)) return "only the contract's index is for others";
  if (name.startsWith("node:")) return part === "contract" && !isTest(from) ? "the contract runs anywhere" : undefined;
  if (builtinModules.includes(name)) return `write node:${name}`;
  return declarationProblem(from, part, name, declared);
}

function declarationProblem(from: string, part: string, name: string, declared: Declared): string | undefined {
  const packageName = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  const allowed = allowedPackages[part];
  if (allowed && !isTest(from))
    return allowed.includes(packageName) ? undefined : `${part} may use only ${allowed.join(", ")}`;
  const workspace = from.split("/", 1)[0] ?? "";
  // Tests may look at what the server itself is made of, and a yardstick is made of the same.
  const workspaces = [workspace, "", ...(isTest(from) || part === "bench" ? ["test", "server"] : [])];
  const known = workspaces.flatMap((each) => declared[each] ?? []);
  return known.includes(packageName) ? undefined : `no package.json of ${workspace || "the root"} declares it`;
}

function allows(part: string, to: string): boolean {
  return mayImport[part]?.includes(to) ?? false;
}

function isTest(file: string): boolean {
  return file.startsWith("test/") || /\.test\.tsx?$/.test(file);
}

/** Each group of files that reach each other by their imports, as `a -> b -> a`. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  const graph = new Map(files.map((file) => [file.path, targetsOf(file).filter((target) => known.has(target))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, trail: string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), file].join(" -> "));
    if (seenAt >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return cycles;
}

function targetsOf(file: SourceFile): string[] {
  const folder = path.posix.dirname(file.path);
  return importsOf(file).flatMap((name) => {
    if (name === contractPackage) return ["contract/index.ts"];
    return isPackage(name) ? [] : [path.posix.join(folder, name)];
  });
}
