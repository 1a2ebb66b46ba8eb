import { createHash } from "node:crypto";
import { queryOnce } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";

/** Tables that move by themselves: what was seen of servers and logins, jobs that come back, counters of attempts. */
const restless = new Set(["servers", "logins", "rate_limits"]);
/** Columns that tell only that somebody was there. */
const traces = ["last_used_at", "last_seen_at", "seen_at"];

/**
 * Every row of the control database, as one line a table: how many rows, and a sum over what they say. Two of them are
 * equal exactly when nothing was changed in between. Work that was asked for before is waited for.
 */
export async function everythingKept(databaseUrl: string): Promise<string[]> {
  await eventually(async () => (await queryOnce(databaseUrl, workToDo)).length === 0, { within: 10_000 });
  const tables = await queryOnce<{ name: string }>(
    databaseUrl,
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  );
  const watched = tables.map(({ name }) => name).filter((name) => !restless.has(name));
  return Promise.all(
    watched.map(async (name) => {
      const rows = await queryOnce<{ row: string }>(
        databaseUrl,
        `select (to_jsonb(t) - $1::text[])::text as row from ${name} t order by 1`,
        [traces],
      );
      const sum = createHash("sha256").update(rows.map(({ row }) => row).join("\n"));
      return `${name}: ${rows.length} rows, ${sum.digest("hex").slice(0, 12)}`;
    }),
  );
}

const workToDo = `
  select 1 from graphile_worker.jobs
  where task_identifier in ('send-mail', 'reconcile') and (locked_at is not null or run_at <= now())`;
