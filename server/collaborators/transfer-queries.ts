import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import type { Tables } from "../platform/tables.ts";
import type { CollaboratorRow } from "./collaborator.ts";

export type TransferRow = Selectable<Tables["transfers"]>;

export interface NewTransfer {
  readonly databaseId: string;
  readonly fromAccountId: string;
  readonly collaboratorId: string;
  readonly formerOwner: "stays" | "leaves";
}

/** Null when the database is offered to somebody already: the unique index is the judge. */
export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<TransferRow | null> {
  const row = await tx
    .insertInto("transfers")
    .values({
      database_id: transfer.databaseId,
      from_account_id: transfer.fromAccountId,
      collaborator_id: transfer.collaboratorId,
      former_owner: transfer.formerOwner,
    })
    .onConflict((conflict) => conflict.column("database_id").where("state", "=", "offered").doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** An offer with who it is to. */
export type EndedTransfer = TransferRow & { readonly to_email: string };

const answeredNow = sql<Date>`clock_timestamp()`;

/** offered → accepted or declined, once, by the person it is to. Null when it does not stand any more. */
export async function answerTransfer(
  tx: Tx,
  databaseId: string,
  accountId: string,
  state: "accepted" | "declined",
): Promise<(EndedTransfer & { readonly from_email: string }) | null> {
  const { rows } = await sql<EndedTransfer & { readonly from_email: string }>`
    update transfers t set state = ${state}, answered_at = ${answeredNow} from collaborators c, accounts a
    where t.database_id = ${databaseId} and t.state = 'offered' and c.id = t.collaborator_id and a.id = t.from_account_id
      and c.account_id = ${accountId} and c.status = 'accepted' returning t.*, c.email as to_email, a.email as from_email`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** offered → withdrawn; null when nothing was offered. */
export async function withdrawOffered(
  tx: Tx,
  of: { readonly databaseId: string } | { readonly collaboratorId: string },
): Promise<EndedTransfer | null> {
  const which =
    "databaseId" in of ? sql`t.database_id = ${of.databaseId}` : sql`t.collaborator_id = ${of.collaboratorId}`;
  const { rows } = await sql<EndedTransfer>`
    update transfers t set state = 'withdrawn', answered_at = ${answeredNow} from collaborators c
    where ${which} and t.state = 'offered' and c.id = t.collaborator_id returning t.*, c.email as to_email`.execute(tx);
  return rows[0] ?? null;
}

export interface OfferedRow {
  readonly database_id: string;
  readonly database_name: string;
  readonly from_email: string;
  readonly former_owner: "stays" | "leaves";
  readonly offered_at: Date;
}

/** Databases that are offered to an account. */
export async function listTransfersTo(db: Reader, accountId: string): Promise<OfferedRow[]> {
  const { rows } = await sql<OfferedRow>`
    select t.database_id, d.name as database_name, a.email as from_email, t.former_owner, t.offered_at
    from transfers t join collaborators c on c.id = t.collaborator_id join databases d on d.id = t.database_id
    join accounts a on a.id = t.from_account_id
    where t.state = 'offered' and c.account_id = ${accountId} and c.status = 'accepted' order by t.offered_at`.execute(
    db,
  );
  return rows;
}

/** Somebody accepted on a database, by address or by id; null when there is none. Held until the transaction ends. */
export async function findAcceptedOne(tx: Tx, databaseId: string, to: string): Promise<CollaboratorRow | null> {
  const row = await tx
    .selectFrom("collaborators")
    .selectAll()
    .where("database_id", "=", databaseId)
    .where("status", "=", "accepted")
    .where((eb) => eb.or([eb(sql`id::text`, "=", to.toLowerCase()), eb("email_folded", "=", to.toLowerCase())]))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** accepted → ended: their login lives on as the owner's. Null when they are not accepted any more. */
export async function endAsOwner(tx: Tx, collaboratorId: string): Promise<CollaboratorRow | null> {
  const row = await tx
    .updateTable("collaborators")
    .set({ status: "ended", end_reason: "became_owner", ended_at: answeredNow, had_login: false })
    .where("id", "=", collaboratorId)
    .where("status", "=", "accepted")
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Who owned a database is on its list from now on; null when somebody of that address is there already. */
export async function insertFormerOwner(
  tx: Tx,
  former: { readonly databaseId: string; readonly accountId: string; readonly by: string; readonly hadLogin: boolean },
): Promise<CollaboratorRow | null> {
  const { rows } = await sql<CollaboratorRow>`
    insert into collaborators (database_id, email, email_folded, access, status, invited_by_account_id, invitation_expires_at,
      account_id, accepted_at, had_login)
    select ${former.databaseId}, email, email_folded, 'full', 'accepted', ${former.by}, clock_timestamp(), id, clock_timestamp(),
      ${former.hadLogin}
    from accounts where id = ${former.accountId} on conflict do nothing returning *`.execute(tx);
  return rows[0] ?? null;
}
