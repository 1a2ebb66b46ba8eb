import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { writePrivateFile } from "./data-folder.ts";

export const secretKeyFile = ({ dataDir }: Pick<Config, "dataDir">): string => join(dataDir, "secret-key");

/**
 * The key that seals admin URLs: SECRET_KEY, or the one in the data folder. It is never in the control database, so that
 * whoever reads a backup of that cannot enter the shared servers. Undefined before the first start.
 */
export async function findSecretKey(config: Config): Promise<string | undefined> {
  if (config.secretKey !== undefined) return config.secretKey;
  const kept = await readFile(secretKeyFile(config), "utf8").catch(refuseUnlessMissing);
  return kept?.trim();
}

/** Once, in the data folder. */
export async function makeSecretKey(config: Config): Promise<string> {
  const made = randomBytes(32).toString("base64url");
  await writePrivateFile(secretKeyFile(config), `${made}\n`);
  return made;
}

/** A key that is there and cannot be read must not be replaced: everything sealed with it would be lost. */
function refuseUnlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
