import type { Actor } from "../accounts/actor.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Db, Tx } from "../platform/control-database.ts";
import { queueMail, withdrawMail } from "../platform/mail/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import type { Secrets } from "../platform/secrets.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { findById, listOverdue, markEnded, markRevoking } from "./ending-queries.ts";
import { mailCause } from "./invitation.ts";
import type { AccessEndedProps } from "./mails/access-ended.ts";
import { endTransfer } from "./transfer.ts";
import { endInvitation } from "./invitation-queries.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";

export { markHadLogin } from "./ending-queries.ts";

/** Of the closure that ends an access, as far as the person and the list are told. */
export interface EndingClosure {
  readonly id: string;
  readonly number: number;
  readonly databaseName: string;
  readonly loginName: string;
  readonly endedBy: string | null;
  readonly newLoginsRefusedAt: Date;
  readonly lastSessionGoneAt: Date;
  readonly refusedAfterMs: number;
  readonly goneAfterMs: number;
}

/**
 * revoking → ended, with the event and the mail to the person. Without a closure when there never was a login.
 * @returns null when it was not revoking any more
 */
export async function endCollaborator(
  tx: Tx,
  secrets: Secrets,
  collaboratorId: string,
  closure: EndingClosure | null,
): Promise<CollaboratorRow | null> {
  const row = await markEnded(tx, collaboratorId, closure?.id ?? null);
  if (row === null) return null;
  await recordEvent(tx, {
    type: "collaborator.ended",
    subject: row.email,
    databaseId: row.database_id,
    data:
      closure === null
        ? {}
        : {
            closure_number: closure.number,
            refused_after_ms: closure.refusedAfterMs,
            gone_after_ms: closure.goneAfterMs,
          },
  });
  if (closure !== null) await tellPerson(tx, secrets, row, closure);
  return row;
}

/** revoking → ended in the transaction that began it, for who never had a login: nothing is open, whatever the server does. */
export async function endWithoutLogin(tx: Tx, id: string): Promise<void> {
  const row = await markEnded(tx, id, null);
  if (row === null) throw new Error("an access that has just begun to end has changed");
  await recordEvent(tx, { type: "collaborator.ended", subject: row.email, databaseId: row.database_id });
}

async function tellPerson(tx: Tx, secrets: Secrets, row: CollaboratorRow, closure: EndingClosure): Promise<void> {
  const props: AccessEndedProps = {
    databaseName: closure.databaseName,
    endedAt: row.ended_at ?? new Date(),
    loginName: closure.loginName,
    reason: (row.end_reason ?? "revoked") as NonNullable<AccessEndedProps["reason"]>,
    by: row.end_reason === "left" ? "you" : closure.endedBy,
    receiptNumber: closure.number,
    newLoginsRefusedAt: closure.newLoginsRefusedAt,
    lastSessionGoneAt: closure.lastSessionGoneAt,
  };
  await queueMail(tx, secrets, { kind: "access-ended", cause: `access-ended:${row.id}`, to: row.email, props });
}

/** Revokes every access whose time is over, as by hand. */
export async function revokeOverdue(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const overdue = await listOverdue(tx);
    for (const row of overdue) if (await startEnding(tx, row, "expired")) await requestReconcile(tx, row.database_id);
    return overdue.length;
  });
}

/** Somebody, or what ended an access without anybody asking: its time, or an administrator's own SQL. */
type EndedBy = Pick<Actor, "accountId" | "email"> | "expired" | "by_hand";

/**
 * accepted → revoking, with the event.
 * @returns false when it was not accepted any more; the reconcile is asked for by whoever began
 */
async function startEnding(
  tx: Tx,
  row: Pick<CollaboratorRow, "id" | "database_id" | "email" | "account_id">,
  by: EndedBy,
): Promise<boolean> {
  const { database_id: databaseId, email: subject } = row;
  const actor = typeof by === "string" ? undefined : by;
  const reason = by === "expired" ? by : row.account_id === actor?.accountId ? "left" : "revoked";
  const dependents = await markRevoking(tx, row, { reason, byAccountId: actor?.accountId ?? null });
  if (dependents === null) return false;
  const who = { ...(actor && { actor }), databaseId };
  if (dependents.offer) await endTransfer(tx, { collaboratorId: row.id }, "access_ended");
  const type = reason === "left" ? "collaborator.left" : "collaborator.revoking";
  await recordEvent(tx, { type, ...who, subject, ...(typeof by === "string" && { data: { reason: by } }) });
  if (!dependents.login) await endWithoutLogin(tx, row.id);
  if (!dependents.invitations || row.account_id === null) return true;
  await withdrawInvitations(tx, databaseId, { by: row.account_id }, actor);
  return true;
}

/** Who owned the database until now, and had chosen to leave it by giving it away. */
export async function beginLeaving(
  tx: Tx,
  row: CollaboratorRow,
  leaver: { readonly accountId: string; readonly email: string },
): Promise<void> {
  if (!(await startEnding(tx, row, leaver))) throw new Error("a collaborator who was just made has changed");
}

/** The SQL for the emergency was run on the person's login: the list follows. False when it was ending already. */
export async function beginEndByHand(tx: Tx, collaboratorId: string): Promise<boolean> {
  const row = await findById(tx, collaboratorId);
  return row !== null && startEnding(tx, row, "by_hand");
}

/** What is open becomes what is ending: an invitation is withdrawn, an access begins to end. */
export async function beginToEnd(tx: Tx, row: CollaboratorRow, actor: Actor): Promise<void> {
  const begun = row.status === "pending" ? await withdrawInvitation(tx, row, actor) : await startEnding(tx, row, actor);
  if (!begun)
    throw new Refusal("being_revoked", `${row.email} has changed at this very moment. Look at the list and try again.`);
}

/** pending → ended, before anybody accepted it. False when it was not pending any more. */
async function withdrawInvitation(tx: Tx, row: CollaboratorRow, actor: Actor): Promise<boolean> {
  const ended = await endInvitation(tx, row.id, "withdrawn", actor.accountId);
  if (ended === null) return false;
  await withdrawMail(tx, mailCause(row));
  await recordEvent(tx, { type: "invitation.withdrawn", actor, subject: row.email, databaseId: row.database_id });
  return true;
}
