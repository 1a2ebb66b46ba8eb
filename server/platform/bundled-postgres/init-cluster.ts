import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StartError } from "../start-error.ts";
import type { Binaries } from "./binaries.ts";
import { giveFile, giveFolder, inDataFolder } from "./run-as.ts";

export interface NewCluster {
  binaries: Binaries;
  /** Absent or empty; it becomes private to the user that PostgreSQL runs as. */
  dataDir: string;
  superuser: string;
  password: string;
  /** False skips the flush to the disk, for clusters that are thrown away. */
  durable?: boolean;
}

/** Makes a cluster in UTF-8, with data checksums and SCRAM passwords. */
export async function initCluster({
  binaries,
  dataDir,
  superuser,
  password,
  durable = true,
}: NewCluster): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await giveFolder(binaries, dataDir);
  const passwordFile = await openPasswordFile(binaries, dirname(dataDir), password);
  try {
    const { argument, options } = inDataFolder(binaries, dataDir);
    const args = [`--pgdata=${argument}`, `--username=${superuser}`, `--pwfile=${passwordFile.name}`];
    args.push("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", ...localeOptions(binaries));
    if (!durable) args.push("--no-sync");
    const child = spawn(binaries.bin.initdb, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe", passwordFile.handle.fd],
    });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(output.trim().slice(-2000)))));
    });
  } catch (error) {
    throw new StartError(`PostgreSQL could not make its data folder ${dataDir}: ${(error as Error).message}`);
  } finally {
    await passwordFile.close();
  }
}

/** On Linux the file has no name by the time initdb reads it: nobody else can find it, and no crash leaves it behind. */
async function openPasswordFile(
  binaries: Binaries,
  folder: string,
  password: string,
): Promise<{ name: string; handle: FileHandle; close(): Promise<void> }> {
  const path = join(folder, `.password-${randomBytes(6).toString("hex")}`);
  const written = await open(path, "wx", 0o600);
  await written.writeFile(`${password}\n`);
  await written.close();
  await giveFile(binaries, path);
  const handle = await open(path, "r");
  const nameless = process.platform === "linux";
  if (nameless) await rm(path);
  return {
    name: nameless ? "/proc/self/fd/3" : path,
    handle,
    async close() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

/** The same order and the same lower case on every machine, without the system's locales. */
function localeOptions({ version }: Binaries): string[] {
  const builtin = Number.parseInt(version, 10) >= 17;
  return builtin ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C"];
}
