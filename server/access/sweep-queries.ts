import { sql } from "kysely";
import type { Db, Reader } from "../platform/control-database.ts";
import { addingJob } from "../platform/jobs.ts";

/** In use, or with ended logins and users that are not dropped yet. */
const inCare = sql`(d.state <> 'deleted'
  or exists (select from logins l where l.database_id = d.id and l.state = 'closed')
  or exists (select from database_users u where u.database_id = d.id and u.state = 'deleting'))`;

export async function hasDatabasesInCare(db: Reader, serverId: string): Promise<boolean> {
  const { rows } = await sql`select from databases d where d.server_id = ${serverId} and ${inCare} limit 1`.execute(db);
  return rows.length > 0;
}

/** So many looks at once: as many as keep two cores busy, and leave workers for what somebody waits for. */
const lanes = 2;

/** Asks for a look at every database, behind whatever else there is to do. One that is asked for already is not asked twice. */
export async function requestLooks(db: Db): Promise<void> {
  const job = addingJob("look", sql`json_build_object('database_id', d.id)`, {
    queue: sql`'look:' || abs(hashtext(d.id::text) % ${sql.lit(lanes)})`,
    key: sql`'look:' || d.id`,
    keepRunAt: true,
    nobodyWaits: true,
  });
  await sql`select ${job} from databases d where ${inCare}`.execute(db);
}

/**
 * Of each server one database, whose reconcile also looks for what concerns the server as a whole. Not always the same, which
 * may be the one that cannot be reconciled.
 */
export async function listOneOfEachServer(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct on (d.server_id) d.id from databases d where ${inCare}
    order by d.server_id, d.state = 'ready' desc, random()`.execute(db);
  return rows.map(({ id }) => id);
}
