import type { AccessLevel } from "@guestlist/contract";
import type { Reader } from "../platform/control-database.ts";
import type { DatabaseRow } from "./grant.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Names that look like an id are refused when a database is named, so that this is never ambiguous. */
export const looksLikeId = (text: string): boolean => uuid.test(text);

/** What an account is to a database: its owner (`access` null), or a collaborator with that access level. */
export interface Standings {
  readonly database: DatabaseRow;
  readonly collaborator: { readonly id: string; readonly access: AccessLevel } | null;
}

/** How firmly the database's row is held until the transaction ends. */
export type Hold = "none" | "share" | "change";

/** Null when there is none, or the account is neither its owner nor an accepted collaborator: the two look the same. */
export async function findStanding(
  db: Reader,
  accountId: string,
  reference: string,
  hold: Hold,
): Promise<Standings | null> {
  const found = db
    .selectFrom("databases as d")
    .leftJoin("collaborators as c", (join) =>
      join.onRef("c.database_id", "=", "d.id").on("c.account_id", "=", accountId).on("c.status", "=", "accepted"),
    )
    .selectAll("d")
    .select(["c.id as collaborator_id", "c.access"])
    .where(looksLikeId(reference) ? "d.id" : "d.name", "=", reference)
    .where("d.state", "<>", "deleted")
    .where((eb) => eb.or([eb("d.owner_account_id", "=", accountId), eb("c.id", "is not", null)]));
  const held = hold === "none" ? found : hold === "share" ? found.forShare("d") : found.forNoKeyUpdate("d");
  const row = await held.executeTakeFirst();
  if (row === undefined) return null;
  const { collaborator_id: id, access, ...database } = row;
  const owns = database.owner_account_id === accountId || id === null;
  return { database, collaborator: owns ? null : { id, access: access as AccessLevel } };
}

/** Holds a collaborator's row until the transaction ends, so that no revoke overtakes what they do in it. */
export async function holdAccepted(db: Reader, collaboratorId: string): Promise<AccessLevel | null> {
  const row = await db
    .selectFrom("collaborators")
    .select("access")
    .where("id", "=", collaboratorId)
    .where("status", "=", "accepted")
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : (row.access as AccessLevel);
}
