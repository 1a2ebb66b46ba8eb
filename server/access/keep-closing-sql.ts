import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateFile } from "../platform/data-folder.ts";
import type { Platform } from "../platform/platform.ts";
import { closingSql } from "./closing-sql.ts";
import { findDatabaseName, listClosingTargets, listFormerNames } from "./closing-sql-queries.ts";

/** What `closures sql` reads when Guestlist does not answer. */
interface KeptClosingSql {
  readonly database: string;
  /** When the people or their logins last changed. */
  readonly as_of: string;
  readonly people: readonly { readonly email: string; readonly login_name: string; readonly sql: string }[];
}

/**
 * Keeps the SQL that ends each access of a database as a file in the data folder, readable by us alone: it has to be there
 * when neither this process nor the control database is. Failing to is said, and stops nothing.
 */
export async function keepClosingSql({ db, config, log }: Platform, databaseId: string): Promise<void> {
  try {
    const name = await findDatabaseName(db, databaseId);
    if (name === null) return;
    const targets = await listClosingTargets(db, databaseId);
    const people = targets.map((target) => ({
      email: target.email,
      login_name: target.login.role_name,
      sql: closingSql(target),
    }));
    const folder = join(config.dataDir, "closing-sql");
    if (!(await keep(folder, name, people))) return;
    for (const former of await listFormerNames(db, databaseId)) await rm(fileOf(folder, former), { force: true });
  } catch (error) {
    log.warn({ database: databaseId, error: (error as Error).message }, "the SQL for the emergency could not be kept");
  }
}

const fileOf = (folder: string, database: string): string => join(folder, `${database}.json`);

/** @returns false when it says the same already */
async function keep(folder: string, database: string, people: KeptClosingSql["people"]): Promise<boolean> {
  const file = fileOf(folder, database);
  const before = await readKept(file);
  if (JSON.stringify(before?.people ?? []) === JSON.stringify(people)) return false;
  if (people.length === 0) {
    await rm(file, { force: true });
    return true;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept: KeptClosingSql = { database, as_of: new Date().toISOString(), people };
  await writePrivateFile(file, `${JSON.stringify(kept, null, 2)}\n`);
  return true;
}

/** Null when there is none that can be read: it is written anew. */
const readKept = (file: string): Promise<KeptClosingSql | null> =>
  readFile(file, "utf8")
    .then(
      (text) => JSON.parse(text) as KeptClosingSql,
      () => null,
    )
    .catch(() => null);
