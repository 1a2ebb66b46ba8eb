import type { RecordedEvent } from "@guestlist/contract";
import type { Reader } from "../platform/control-database.ts";
import { selectEvents, type EventRow, type EventsWanted } from "./queries.ts";

/** Events of a database as the contract shows them, newest first. */
export async function listEvents(db: Reader, wanted: EventsWanted): Promise<RecordedEvent[]> {
  return (await selectEvents(db, wanted)).map(viewEvent);
}

const viewEvent = (row: EventRow): RecordedEvent => ({
  id: String(row.id),
  at: row.at.toISOString(),
  type: row.type,
  actor_email: row.actor_email,
  subject_email: row.subject_email,
  database_id: row.database_id,
  data: row.data as Record<string, unknown>,
});
