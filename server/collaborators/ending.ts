import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Db, Tx } from "../platform/control-database.ts";
import { queueMail, withdrawMail } from "../platform/mail/queries.ts";
import type { Secrets } from "../platform/secrets.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { listOverdue, markEnded } from "./ending-queries.ts";
import { mailCause } from "./invitation.ts";
import type { AccessEndedProps } from "./mails/access-ended.ts";
import { markRevoking, withdrawInvitationsOf } from "./queries.ts";

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
    for (const { id } of overdue) {
      const row = await markRevoking(tx, id, "expired", null);
      if (row !== null) await startEnding(tx, row);
    }
    return overdue.length;
  });
}

async function startEnding(tx: Tx, row: CollaboratorRow): Promise<void> {
  const { database_id: databaseId, email, account_id: accountId } = row;
  await recordEvent(tx, { type: "collaborator.revoking", subject: email, databaseId, data: { reason: "expired" } });
  for (const sent of accountId === null ? [] : await withdrawInvitationsOf(tx, databaseId, accountId)) {
    await withdrawMail(tx, mailCause(sent));
    await recordEvent(tx, { type: "invitation.withdrawn", subject: sent.email, databaseId });
  }
  await requestReconcile(tx, databaseId);
}
