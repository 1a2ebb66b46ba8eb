import type { Actor } from "../accounts/actor.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { withdrawMail } from "../platform/mail/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import { withdrawOffered, type EndedTransfer } from "./transfer-queries.ts";

export const transferCause = (id: string, occasion: "offered" | "answered"): string => `transfer:${id}:${occasion}`;

/** An offer of a database comes to its end with the access of whom it is to, and with the database. */
export async function endTransfer(
  tx: Tx,
  of: { readonly databaseId: string } | { readonly collaboratorId: string },
  reason: "access_ended" | "database_deleted",
): Promise<void> {
  const ended = await withdrawOffered(tx, of);
  if (ended !== null) await recordWithdrawn(tx, ended, { reason });
}

export async function recordWithdrawn(
  tx: Tx,
  transfer: EndedTransfer,
  { actor, reason }: { readonly actor?: Actor; readonly reason?: string },
): Promise<void> {
  await withdrawMail(tx, transferCause(transfer.id, "offered"));
  await recordEvent(tx, {
    type: "transfer.withdrawn",
    ...(actor && { actor }),
    subject: transfer.to_email,
    databaseId: transfer.database_id,
    data: reason === undefined ? {} : { reason },
  });
}

export const noTransfer = (name: string): Refusal =>
  new Refusal("no_transfer", `${name} is not offered to anybody (any more).`);
