import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.ts";

/** A package of its own, installed by `npm test`: 58 MB a version, which nobody who runs the product needs. */
export const versionsFolder = path.join(root, "test/postgres-versions");

const bundled = 18;
const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** Every major version that there is for this platform, oldest first. */
export const everyVersion: readonly number[] = [...versionsOf(platform), bundled];

/** Where the package of a major version is; undefined for the one that comes with the product. */
export function versionPackage(version: number): string | undefined {
  if (version === bundled) return undefined;
  if (!everyVersion.includes(version)) {
    throw new Error(`There is no PostgreSQL ${version} for ${platform} in test/postgres-versions/package.json.`);
  }
  const folder = path.join(versionsFolder, "node_modules", `postgres-${version}-${platform}`);
  if (!existsSync(folder)) {
    throw new Error(
      `PostgreSQL ${version} is not installed. npm test installs it; to run a test without it, first run ` +
        `npm ci --prefix test/postgres-versions`,
    );
  }
  return folder;
}

function versionsOf(platform: string): number[] {
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(versionsFolder, "package.json"), "utf8")) as {
    optionalDependencies: Record<string, string>;
  };
  return Object.keys(optionalDependencies)
    .map((name) => /^postgres-(\d+)-(.+)$/.exec(name))
    .filter((match) => match?.[2] === platform)
    .map((match) => Number(match?.[1]))
    .sort((a, b) => a - b);
}
