import type { Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { Refusal } from "../platform/refusal.ts";
import type { DatabaseRow } from "./grant.ts";
import { nameTaken, readName } from "./name.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { setName } from "./rename-queries.ts";

/**
 * Guestlist's name of a database. In PostgreSQL it keeps its own: every URI, login and session goes on working.
 * @throws Refusal `invalid_name`, `name_taken`, `database_not_ready`
 */
export async function renameDatabase(tx: Tx, actor: Actor, database: DatabaseRow, text: string): Promise<void> {
  const to = readName(text);
  if (to === database.name) return;
  const done = await setName(tx, database.id, to).catch((error: unknown) => {
    throw isTaken(error) ? nameTaken(to) : error;
  });
  if (done === "taken") throw nameTaken(to);
  if (done === "gone") throw new Refusal("database_not_ready", `${database.name} is being deleted.`);
  await recordEvent(tx, {
    type: "database.renamed",
    actor,
    databaseId: database.id,
    data: { from: database.name, to },
  });
  // What is kept for an emergency is kept by the name.
  await requestReconcile(tx, database.id);
}

/** Two that take the same name at the same moment: the index finds it. */
const isTaken = (error: unknown): boolean => (error as { code?: string }).code === "23505";
