import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from "kysely";
import type { Reader, Tx } from "../platform/control-database.ts";
import { notifying } from "../platform/listen.ts";
import { sentAlong } from "../platform/prepared.ts";
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

/** And wakes whoever watches its database, in the same round trip as the statement after it. */
export async function insertEvent(tx: Tx, row: NewEventRow): Promise<void> {
  await tx
    .with("recorded", (query) => query.insertInto("events").values(row).returning("database_id"))
    .selectFrom("recorded")
    .modifyFront(sentAlong)
    .select(notifying(sql.ref("database_id")).as("told"))
    .where("database_id", "is not", null)
    .execute();
}

export interface WhichEvents {
  readonly databaseId: string;
  readonly person?: string;
  /** A type, or the noun before its dot; several with commas between. */
  readonly type?: string;
}

export interface EventsWanted extends WhichEvents {
  readonly limit: number;
  /** Id of the last event that was shown. */
  readonly before?: number;
}

/** Newest first. */
export function selectEvents(db: Reader, { before, limit, ...which }: EventsWanted): Promise<EventRow[]> {
  const query = db.selectFrom("events").selectAll().where(those(which)).orderBy("id", "desc").limit(limit);
  return (before === undefined ? query : query.where("id", "<", before)).execute();
}

/** On all pages. */
export async function countEvents(db: Reader, which: WhichEvents): Promise<number> {
  const row = await db
    .selectFrom("events")
    .select((counted) => counted.fn.countAll().as("n"))
    .where(those(which))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

const those =
  ({ databaseId, person, type }: WhichEvents) =>
  (where: ExpressionBuilder<Tables, "events">): Expression<SqlBool> => {
    const isOf = [where("database_id", "=", databaseId)];
    if (person !== undefined)
      isOf.push(where.or([where("actor_email", "=", person), where("subject_email", "=", person)]));
    if (type !== undefined) isOf.push(where.or(type.split(",").map((each) => where("type", "like", patternOf(each)))));
    return where.and(isOf);
  };

const patternOf = (type: string): string => {
  const exact = type.replaceAll(/[%_\\]/g, "\\$&");
  return type.includes(".") ? exact : `${exact}.%`;
};
