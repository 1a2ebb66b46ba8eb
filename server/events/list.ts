import type { RecordedEvent } from "@guestlist/contract";
import type { Reader } from "../platform/control-database.ts";

export interface EventsWanted {
  readonly databaseId: string;
  readonly limit: number;
  /** Id of the last event that was shown. */
  readonly before?: number;
  readonly person?: string;
  /** A type, or the noun before its dot. */
  readonly type?: string;
}

/** Events of a database, newest first. */
export async function listEvents(db: Reader, wanted: EventsWanted): Promise<RecordedEvent[]> {
  let query = db
    .selectFrom("events")
    .selectAll()
    .where("database_id", "=", wanted.databaseId)
    .orderBy("id", "desc")
    .limit(wanted.limit);
  const { before, person, type } = wanted;
  if (before !== undefined) query = query.where("id", "<", before);
  if (person !== undefined)
    query = query.where((where) => where.or([where("actor_email", "=", person), where("subject_email", "=", person)]));
  if (type !== undefined)
    query = query.where(
      "type",
      type.includes(".") ? "=" : "like",
      type.includes(".") ? type : `${type.replaceAll(/[%_\\]/g, "")}.%`,
    );
  return (await query.execute()).map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    type: row.type,
    actor_email: row.actor_email,
    subject_email: row.subject_email,
    database_id: row.database_id,
    data: row.data as Record<string, unknown>,
  }));
}
