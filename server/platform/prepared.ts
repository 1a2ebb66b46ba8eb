import { sql, type PostgresPool, type PostgresPoolClient } from "kysely";
import type pg from "pg";

const mark = "/* prepared */";
const marked = /^\s*(?:select )?\/\* prepared \*\//;

/**
 * Begins a statement that takes PostgreSQL longer to plan than to run: each connection plans it a few times, and keeps
 * the plan. Its columns are named one by one, since a prepared `*` fails after a migration that adds one. Kysely's
 * `modifyFront` puts it behind the first word, which is as good.
 */
export const prepared = sql.raw(mark);

/** The pool as Kysely uses it, with marked statements prepared under a name. Their texts are few, and fixed. */
export const preparingPool = (pool: pg.Pool): PostgresPool => ({
  connect: async () => preparingClient(await pool.connect()),
  end: () => pool.end(),
  options: pool.options,
});

const preparingClient = (client: pg.PoolClient): PostgresPoolClient => {
  const query = (text: string, values: unknown[]): Promise<pg.QueryResult> =>
    client.query(marked.test(text) ? { name: nameOf(text), text, values } : { text, values });
  // The other form that Kysely knows takes a cursor, which nothing here opens.
  return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
};

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `prepared_${names.size + 1}`;
  names.set(text, name);
  return name;
}
