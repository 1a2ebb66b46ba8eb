import { sql, type Selectable } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import { notifying } from "../platform/listen.ts";
import type { Tables } from "../platform/tables.ts";

export type EventRow = Selectable<Tables["events"]>;

export interface NewEventRow {
  readonly type: string;
  readonly actor_account_id: string | null;
  readonly actor_email: string | null;
  readonly subject_email: string | null;
  readonly database_id: string | null;
  /** JSON. */
  readonly data: string;
}

/** And wakes whoever watches its database, in the same round trip. */
export async function insertEvent(tx: Tx, row: NewEventRow): Promise<void> {
  await tx
    .with("recorded", (query) => query.insertInto("events").values(row).returning("database_id"))
    .selectFrom("recorded")
    .select(notifying(sql.ref("database_id")).as("told"))
    .where("database_id", "is not", null)
    .execute();
}

export interface EventsWanted {
  readonly databaseId: string;
  readonly limit: number;
  /** Id of the last event that was shown. */
  readonly before?: number;
  readonly person?: string;
  /** A type, or the noun before its dot; several with commas between. */
  readonly type?: string;
}

/** Newest first. */
export function selectEvents(
  db: Reader,
  { databaseId, limit, before, person, type }: EventsWanted,
): Promise<EventRow[]> {
  let query = db
    .selectFrom("events")
    .selectAll()
    .where("database_id", "=", databaseId)
    .orderBy("id", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  if (person !== undefined) {
    query = query.where((where) => where.or([where("actor_email", "=", person), where("subject_email", "=", person)]));
  }
  if (type !== undefined) {
    const patterns = type.split(",").map(patternOf);
    query = query.where((where) => where.or(patterns.map((pattern) => where("type", "like", pattern))));
  }
  return query.execute();
}

const patternOf = (type: string): string => {
  const exact = type.replaceAll(/[%_\\]/g, "\\$&");
  return type.includes(".") ? exact : `${exact}.%`;
};
