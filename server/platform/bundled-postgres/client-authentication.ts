import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { giveFile } from "./run-as.ts";

/** The lines of pg_hba.conf: only from this machine, and never without a password. */
export function clientAuthentication(): string {
  return [
    "# Written by Guestlist at each start: a change by hand does not last.",
    "# TYPE  DATABASE  USER  ADDRESS       METHOD",
    "host    all       all   127.0.0.1/32  scram-sha-256",
    "host    all       all   ::1/128       scram-sha-256",
    "",
  ].join("\n");
}

/** True when the file changed, so that a running PostgreSQL has to read it again. */
export async function writeClientAuthentication(binaries: Binaries, dataDir: string): Promise<boolean> {
  const path = join(dataDir, "pg_hba.conf");
  const text = clientAuthentication();
  if ((await readFile(path, "utf8").catch(() => "")) === text) return false;
  const unfinished = `${path}.new`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await giveFile(binaries, unfinished);
  await rename(unfinished, path);
  return true;
}
