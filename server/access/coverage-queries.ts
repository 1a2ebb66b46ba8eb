import type { Coverage } from "@guestlist/contract";
import { sql } from "kysely";
import type { Reader } from "../platform/control-database.ts";
import { notifying } from "../platform/listen.ts";

/**
 * Stores a measurement and tells whoever watches, when it says something else than the last one. One that says the same
 * is written every ten minutes only: a quiet installation stays quiet.
 */
export async function saveCoverage(
  db: Reader,
  databaseId: string,
  measured: Omit<Coverage, "measured_at">,
): Promise<void> {
  const text = JSON.stringify(measured);
  await sql`
    with was as (select measured from coverages where database_id = ${databaseId}), saved as (
      insert into coverages as c (database_id, measured, measured_at) values (${databaseId}, ${text}::jsonb, clock_timestamp())
      on conflict (database_id) do update set measured = excluded.measured, measured_at = excluded.measured_at
      where c.measured <> excluded.measured or c.measured_at < now() - interval '10 minutes'
      returning c.measured)
    select ${notifying(sql`${databaseId}`)} from saved left join was on true where was.measured is distinct from saved.measured`.execute(
    db,
  );
}

/** Null until the database was looked into. */
export async function findCoverage(db: Reader, databaseId: string): Promise<Coverage | null> {
  const row = await db
    .selectFrom("coverages")
    .select(["measured", "measured_at"])
    .where("database_id", "=", databaseId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...(row.measured as Omit<Coverage, "measured_at">), measured_at: row.measured_at.toISOString() };
}
