import { randomBytes } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { StartError } from "./start-error.ts";

/** Makes the data folder, readable by us alone. One that exists keeps its mode: each secret in it is private by itself. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(
      `The data folder ${dataDir} cannot be made (${reason}). Set DATA_DIR to a folder that this user may write to.`,
    );
  }
}

/** Replaces a file that we alone may read, whole or not at all, also when the machine stops in between. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(unfinished, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
