import { sql } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { together } from "../platform/together.ts";
import { changing } from "./queries.ts";

/** revoking → ended, once. Null when it has moved on. */
export async function markEnded(tx: Tx, id: string, closureId: string | null): Promise<CollaboratorRow | null> {
  const row = await changing(tx, id, "revoking")
    .set({ status: "ended", ended_at: new Date(), closure_id: closureId })
    .executeTakeFirst();
  return row ?? null;
}

/** False when the collaborator is not accepted any more: no login may be made for them. */
export async function markHadLogin(tx: Tx, id: string): Promise<boolean> {
  const row = await changing(tx, id, "accepted").set({ had_login: true }).executeTakeFirst();
  return row !== undefined;
}

/** Who ends an access, and why. */
export interface Ending {
  readonly reason: "revoked" | "left" | "expired";
  /** Null: Guestlist itself. */
  readonly byAccountId: string | null;
}

/** What ends together with an access: a login, an offer of the database to that person, and invitations that they sent. */
export interface Dependents {
  /** False: none was ever made, and none will be. */
  readonly login: boolean;
  readonly offer: boolean;
  readonly invitations: boolean;
}

/**
 * accepted → revoking, and what ends with it, asked once their row is held, so that none can be added; most people have
 * neither. Null when it is not accepted any more.
 */
export async function markRevoking(
  tx: Tx,
  row: Pick<CollaboratorRow, "id" | "database_id" | "account_id">,
  { reason, byAccountId }: Ending,
): Promise<Dependents | null> {
  const marking = changing(tx, row.id, "accepted").set({
    status: "revoking",
    revoking_at: sql<Date>`clock_timestamp()`,
    end_reason: reason,
    ended_by_account_id: byAccountId,
  });
  const asking = tx.selectNoFrom((where) => [
    where
      .exists(where.selectFrom("transfers").where("collaborator_id", "=", row.id).where("state", "=", "offered"))
      .as("offer"),
    where
      .exists(
        where
          .selectFrom("collaborators")
          .where("database_id", "=", row.database_id)
          .where("status", "=", "pending")
          .where("invited_by_account_id", "=", row.account_id),
      )
      .as("invitations"),
  ]);
  const [[marked], [dependents]] = await together(tx, [marking, asking]);
  if (marked === undefined || dependents === undefined) return null;
  return { login: marked.had_login, offer: Boolean(dependents.offer), invitations: Boolean(dependents.invitations) };
}

/** Accepted collaborators whose time is over, oldest first. */
export async function listOverdue(tx: Tx): Promise<CollaboratorRow[]> {
  return tx
    .selectFrom("collaborators")
    .selectAll()
    .where("status", "=", "accepted")
    .where("until", "<=", sql<Date>`clock_timestamp()`)
    .orderBy("until")
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
}

/**
 * Accesses that end within three days and later than in an hour, each once for each end: whoever comes second finds none.
 * The control database's clock counts here and above, as it does for the jobs that ask.
 */
export async function takeEnding(tx: Tx): Promise<(CollaboratorRow & { readonly until: Date })[]> {
  const rows = await tx
    .updateTable("collaborators")
    .set((row) => ({ announced_until: row.ref("until") }))
    .where("status", "=", "accepted")
    .where("until", "<=", sql<Date>`clock_timestamp() + interval '3 days'`)
    .where("until", ">", sql<Date>`clock_timestamp() + interval '1 hour'`)
    .where("announced_until", "is distinct from", sql.ref<Date>("until"))
    .returningAll()
    .execute();
  return rows as (CollaboratorRow & { readonly until: Date })[];
}

/** The inviter while they manage the database's collaborators, else its owner: nobody else is told of an access. */
export async function whoAnswersFor(
  tx: Reader,
  row: Pick<CollaboratorRow, "database_id" | "invited_by_account_id">,
): Promise<{ readonly askEmail: string; readonly databaseName: string }> {
  const { rows } = await sql<{ askEmail: string; databaseName: string }>`
    select d.name as "databaseName", coalesce((
      select a.email from accounts a join collaborators c on c.account_id = a.id
      where c.database_id = d.id and c.status = 'accepted' and c.access = 'full' and d.collaborators_managed_by = 'full'
        and a.id = ${row.invited_by_account_id}), o.email) as "askEmail"
    from databases d join accounts o on o.id = d.owner_account_id where d.id = ${row.database_id}`.execute(tx);
  const [found] = rows;
  if (found === undefined) throw new Error("a collaborator has no database");
  return found;
}

export async function findById(tx: Tx, id: string): Promise<CollaboratorRow | null> {
  return (await tx.selectFrom("collaborators").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}
