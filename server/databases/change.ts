import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { errandForDatabase, type DatabaseRow } from "./grant.ts";
import { refuseUnlessMovable } from "./look-at-ownership.ts";
import { ownershipAfter } from "./ownership.ts";
import { permit } from "./permit.ts";
import { listFullAccess, setManagedBy, setOwnership } from "./queries.ts";
import { renameDatabase } from "./rename.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { listFullUsers } from "./user-queries.ts";
import { databaseView } from "./view.ts";
import { findView } from "./view-queries.ts";

/** What else a transaction does in which the owner takes the management of collaborators: this part knows no invitations. */
export type OwnerManages = (tx: Tx, actor: Actor, database: DatabaseRow) => Promise<unknown>;

/** Its name, who manages the collaborators, and whether a role that cannot log in owns an attached database. */
export const changeDatabase = (ownerManages: OwnerManages) =>
  errandForDatabase(endpoints.changeDatabase, async ({ platform, actor, grant, body }) => {
    const { name, collaborators_managed_by: managedBy, ownership } = body;
    if (name === undefined && managedBy === undefined && ownership === undefined)
      throw new Refusal(
        "invalid_request",
        "Say what to change: name, collaborators_managed_by, ownership, or several.",
      );
    if (ownership === "move" && ownershipAfter(grant.database, ownership) !== null)
      await refuseUnlessMovable(platform, grant.database);
    return platform.db.transaction().execute(async (tx) => {
      const { database } = await permit(tx, actor, "database.change", grant.database.id);
      if (name !== undefined) await renameDatabase(tx, actor, database, name);
      if (managedBy !== undefined && (await changeManagement(tx, actor, database, managedBy)) === "owner")
        await ownerManages(tx, actor, database);
      if (ownership !== undefined) await changeOwnership(tx, actor, database, ownership);
      return answer(200, { database: databaseView(await findView(tx, actor.accountId, database.id), actor) });
    });
  });

/** @returns who manages them from now on; null when it was so already */
async function changeManagement(
  tx: Tx,
  actor: Actor,
  database: DatabaseRow,
  managedBy: "owner" | "full",
): Promise<typeof managedBy | null> {
  if (managedBy === database.collaborators_managed_by) return null;
  if (!(await setManagedBy(tx, database.id, managedBy))) throw beingDeleted(database);
  const data = { collaborators_managed_by: managedBy };
  await recordEvent(tx, { type: "database.changed", actor, databaseId: database.id, data });
  return managedBy;
}

/** The transaction makes it wanted; the reconciler moves, in batches, and says what it waits for. */
async function changeOwnership(tx: Tx, actor: Actor, database: DatabaseRow, wanted: "keep" | "move") {
  const next = ownershipAfter(database, wanted);
  if (next === null) return;
  // Whoever works as the owner role would go on doing so as the login that owns it again.
  const full =
    next === "moving" ? [] : [...(await listFullAccess(tx, database.id)), ...(await listFullUsers(tx, database.id))];
  if (full.length > 0)
    throw new Refusal(
      "full_needs_ownership_move",
      `${full.join(", ")} ${full.length === 1 ? "has" : "have"} full access, or were offered it. Change that to read-write or read-only, or delete them, first.`,
      "ownership",
    );
  if (!(await setOwnership(tx, database.id, database.ownership, next))) throw beingDeleted(database);
  await recordEvent(tx, { type: "database.changed", actor, databaseId: database.id, data: { ownership: wanted } });
  await requestReconcile(tx, database.id);
}

const beingDeleted = ({ name }: DatabaseRow): Refusal =>
  new Refusal("database_not_ready", `${name} is being deleted, or has changed at this very moment.`);
