import { createHash } from "node:crypto";
import type pg from "pg";
import { connect } from "../support/postgres.ts";
import { eventually } from "../support/signals.ts";

/** Tables that move by themselves: what was seen of servers and logins, counters of attempts. */
const restless = ["servers", "logins", "rate_limits"];
/** Columns that tell only that somebody was there. */
const traces = ["last_used_at", "last_seen_at", "seen_at"];

/**
 * Every row of the control database, as one line a table: how many rows, and a sum over what they say. Two of them are
 * equal exactly when nothing was changed in between. Work that was asked for before is waited for.
 */
export async function everythingKept(databaseUrl: string): Promise<string[]> {
  const client = await connect(databaseUrl);
  try {
    await eventually(async () => (await client.query(workToDo)).rows.length === 0, { within: 10_000 });
    const lines = new Map<string, string[]>();
    for (const { name, row } of await readAll(client)) lines.set(name, [...(lines.get(name) ?? []), row]);
    return [...lines].map(([name, rows]) => {
      const sum = createHash("sha256").update(rows.join("\n")).digest("hex");
      return `${name}: ${rows.length} rows, ${sum.slice(0, 12)}`;
    });
  } finally {
    await client.end();
  }
}

const workToDo = `
  select 1 from graphile_worker.jobs
  where task_identifier in ('send-mail', 'reconcile') and (locked_at is not null or run_at <= now())`;

async function readAll(client: pg.Client): Promise<{ name: string; row: string }[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all ($1)",
    [restless],
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as name, (to_jsonb(t) - $1::text[])::text as row from ${name} t`,
  );
  const { rows } = await client.query<{ name: string; row: string }>(`${each.join(" union all ")} order by name, row`, [
    traces,
  ]);
  return rows;
}
