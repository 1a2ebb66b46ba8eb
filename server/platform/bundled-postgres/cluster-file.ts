import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateFile } from "../data-folder.ts";

export const adminRole = "guestlist_admin";
export const controlRole = "guestlist_control";
export const controlDatabase = "guestlist";

/** `postgres.json` in the data folder, mode 0600: what is needed to reach the bundled PostgreSQL. */
export interface ClusterFile {
  /** Unset until the first start has found a free one. It then stays: connection URIs that people keep name it. */
  port?: number;
  admin_password: string;
  control_password: string;
}

export async function readClusterFile(dataDir: string): Promise<ClusterFile | undefined> {
  try {
    return JSON.parse(await readFile(clusterFilePath(dataDir), "utf8")) as ClusterFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export async function writeClusterFile(dataDir: string, file: ClusterFile): Promise<void> {
  await writePrivateFile(clusterFilePath(dataDir), `${JSON.stringify(file, undefined, 2)}\n`);
}

export function newClusterFile(): ClusterFile {
  return { admin_password: newPassword(), control_password: newPassword() };
}

/** The superuser's URL, to the cluster's maintenance database. */
export function adminUrl(file: ClusterFile, port: number): string {
  return `postgres://${adminRole}:${file.admin_password}@127.0.0.1:${port}/postgres`;
}

export function controlUrl(file: ClusterFile, port: number): string {
  return `postgres://${controlRole}:${file.control_password}@127.0.0.1:${port}/${controlDatabase}`;
}

/** The control database of the bundled PostgreSQL in this data folder; undefined before its first start. */
export async function readBundledDatabaseUrl(dataDir: string): Promise<string | undefined> {
  const file = await readClusterFile(dataDir);
  return file?.port === undefined ? undefined : controlUrl(file, file.port);
}

export function clusterFilePath(dataDir: string): string {
  return join(dataDir, "postgres.json");
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
