import type { DatabasePermission, Standing } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import type { Reader } from "../platform/control-database.ts";
import { Refusal } from "../platform/refusal.ts";
import type { DatabaseRow, Grant } from "./grant.ts";
import { mayDo } from "./permissions.ts";
import { findStanding, holdAccepted, type Hold } from "./queries.ts";
import { findNewName } from "./rename-queries.ts";

/**
 * The database of the path, and what the actor is to it. In a transaction it holds what the answer rests on, so that an
 * invitation cannot slip past the delete of its database or the revoke of its inviter.
 * @throws Refusal `not_found` (or `database_renamed`) without a standing (pending, revoking and ended people have none), `not_permitted` with one
 */
export async function permit(
  db: Reader,
  actor: Pick<Actor, "accountId">,
  permission: DatabasePermission,
  reference: string,
): Promise<Grant> {
  const found = await findStanding(db, actor.accountId, reference, db.isTransaction ? holds[permission] : "none");
  if (found === null) throw await notFoundOrRenamed(db, actor.accountId, reference);
  const { database, collaborator } = found;
  const standing = collaborator === null ? "owner" : await standingOf(db, permission, collaborator);
  if (standing === null) throw notFound(reference);
  if (!mayDo(standing, managedBy(database), permission)) throw new Refusal("not_permitted", whoMay(permission, found));
  return { database, standing };
}

const holds: Record<DatabasePermission, Hold> = {
  "database.show": "none",
  "database.change": "change",
  "database.delete": "change",
  "database.transfer": "change",
  "transfer.answer": "change",
  "collaborators.list": "none",
  "collaborators.manage": "share",
  "collaborators.leave": "none",
  "connection.use": "none",
  "closures.list": "none",
  "closures.decide": "share",
  "users.list": "none",
  "users.manage": "share",
  "firewall.list": "none",
  "firewall.manage": "share",
  "events.list": "none",
};

async function standingOf(
  db: Reader,
  permission: DatabasePermission,
  collaborator: { readonly id: string; readonly access: Standing },
): Promise<Standing | null> {
  return db.isTransaction && writing.has(permission) ? holdAccepted(db, collaborator.id) : collaborator.access;
}

/** What a revoke of theirs must not overtake. */
const writing = new Set<DatabasePermission>([
  "collaborators.manage",
  "collaborators.leave",
  "closures.decide",
  "users.manage",
  "firewall.manage",
  "transfer.answer",
]);

const managedBy = (database: DatabaseRow): "owner" | "full" =>
  database.collaborators_managed_by === "owner" ? "owner" : "full";

/** The same words whether the name exists or not: whose it is, is private. */
const notFound = (reference: string): Refusal =>
  new Refusal("not_found", `There is no database ${shortened(reference)} that you may use.`);

/** Whoever may use it comes by an old link, and is told the name of today. */
async function notFoundOrRenamed(db: Reader, accountId: string, reference: string): Promise<Refusal> {
  const name = await findNewName(db, accountId, reference);
  if (name === null) return notFound(reference);
  return new Refusal("database_renamed", `There is no database ${reference} any more: it was renamed to ${name}.`);
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const ownersAlone = new Set<DatabasePermission>(["database.change", "database.delete", "database.transfer"]);

function whoMay(permission: DatabasePermission, { database }: { database: DatabaseRow }): string {
  if (permission === "transfer.answer") return `You own ${database.name}: only its collaborators may be offered it.`;
  const who =
    ownersAlone.has(permission) || managedBy(database) === "owner"
      ? "Only the owner"
      : "Only the owner and collaborators with full access";
  return `${who} of ${database.name} may ${acts[permission]}.`;
}

const acts: Record<DatabasePermission, string> = {
  "database.show": "see it",
  "database.change": "change its settings",
  "database.delete": "delete it",
  "database.transfer": "give it to somebody else",
  "transfer.answer": "answer an offer of it",
  "collaborators.list": "see its collaborators",
  "collaborators.manage": "manage its collaborators",
  "collaborators.leave": "leave it",
  "connection.use": "connect to it",
  "closures.list": "see its closure receipts",
  "closures.decide": "decide what becomes of what somebody could still use",
  "users.list": "see its database users",
  "users.manage": "manage its database users",
  "firewall.list": "see its firewall rules",
  "firewall.manage": "change its firewall rules",
  "events.list": "see its activity",
};
