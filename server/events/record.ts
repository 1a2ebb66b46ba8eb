import type { EventType } from "@guestlist/contract";
import type { Tx } from "../platform/control-database.ts";
import { insertEvent } from "./queries.ts";

export interface NewEvent {
  readonly type: EventType;
  /** Who did it; left out for Guestlist itself. */
  readonly actor?: { readonly accountId: string; readonly email: string } | null;
  /** The address of whom it concerns. */
  readonly subject?: string | null;
  readonly databaseId?: string | null;
  readonly data?: Record<string, unknown>;
}

/** Records what happened in the transaction that makes it so, and wakes whoever watches the database. */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<void> {
  await insertEvent(tx, {
    type: event.type,
    actor_account_id: event.actor?.accountId ?? null,
    actor_email: event.actor?.email ?? null,
    subject_email: event.subject ?? null,
    database_id: event.databaseId ?? null,
    data: JSON.stringify(event.data ?? {}),
  });
}
