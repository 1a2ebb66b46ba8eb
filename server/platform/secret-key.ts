import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { writePrivateFile } from "./data-folder.ts";

/**
 * The key that seals admin URLs: SECRET_KEY, or one made in the data folder at the first start. It is never in the
 * control database, so that whoever reads a backup of that cannot enter the shared servers.
 */
export async function loadSecretKey({ secretKey, dataDir }: Config): Promise<string> {
  if (secretKey !== undefined) return secretKey;
  const path = join(dataDir, "secret-key");
  const kept = await readFile(path, "utf8").catch(refuseUnlessMissing);
  if (kept !== undefined) return kept.trim();
  const made = randomBytes(32).toString("base64url");
  await writePrivateFile(path, `${made}\n`);
  return made;
}

/** A key that is there and cannot be read must not be replaced: everything sealed with it would be lost. */
function refuseUnlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
