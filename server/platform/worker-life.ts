import pg from "pg";
import type { Log } from "./log.ts";

/** Holds one advisory lock a worker on a connection of its own, and frees the jobs of the dead. */
export async function holdLife(databaseUrl: string, ids: string[], log: Log): Promise<{ end(): Promise<void> }> {
  let client = await connect();
  let ended = false;
  // Whoever starts is often the successor of one that was killed, and somebody waits for its work.
  await client.query(freeTheDead);
  const timer = setInterval(() => void beat(), 1000);
  timer.unref();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5000,
      query_timeout: 5000,
      application_name: "guestlist-life",
    });
    fresh.on("error", () => undefined);
    await fresh.connect();
    for (const id of ids) await fresh.query("select pg_advisory_lock(hashtextextended($1, 0))", [id]);
    return fresh;
  }
  async function beat(): Promise<void> {
    if (ended) return;
    try {
      await client.query(freeTheDead);
    } catch (error) {
      log.warn({ error: (error as Error).message }, "the control database does not answer the workers");
      await client.end().catch(() => undefined);
      client = await connect().catch(() => client);
      // Ended in the meantime: this one came too late for it.
      if (ended) await client.end().catch(() => undefined);
    }
  }
  return {
    async end() {
      ended = true;
      clearInterval(timer);
      await client.end().catch(() => undefined);
    },
  };
}

const freeTheDead = `
  select graphile_worker.force_unlock_workers(array_agg(dead.locked_by))
  from (select distinct locked_by from graphile_worker._private_jobs where locked_by is not null
        union select distinct locked_by from graphile_worker._private_job_queues where locked_by is not null) dead
  where not exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended(dead.locked_by, 0))
  having count(*) > 0`;
