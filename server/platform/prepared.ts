import { sql, type PostgresPool, type PostgresPoolClient, type RawBuilder } from "kysely";
import type pg from "pg";

const mark = "/* prepared */";
const marked = /^\s*(?:select )?\/\* prepared \*\//;

/**
 * Begins a statement that takes PostgreSQL longer to plan than to run: each connection plans it a few times, and keeps
 * the plan. Its columns are named one by one, since a prepared `*` fails after a migration that adds one. Kysely's
 * `modifyFront` puts it behind the first word, which is as good.
 */
export const prepared = sql.raw(mark);

/**
 * In a statement inside a transaction whose answer nobody reads: it goes out together with the one after it, which saves
 * the wait for an answer. When it fails, so does that one, COMMIT included, with the same error.
 */
export const sentAlong = sql.raw("/* along */");
/** The same where there may be no transaction: alone it is waited for, since nothing comes after it. */
export const alongIn = (reader: { readonly isTransaction: boolean }): RawBuilder<unknown> =>
  reader.isTransaction ? sentAlong : sql``;
const goesAlong = (text: string): boolean => text === "begin" || text.includes("/* along */");

/**
 * The pool as Kysely uses it: with marked statements prepared under a name (their texts are few, and fixed), and with BEGIN
 * and what else is marked sent along. For connections with `pipeline`.
 */
export const preparingPool = (pool: pg.Pool): PostgresPool => ({
  connect: async () => preparingClient(await pool.connect()),
  end: () => pool.end(),
  options: pool.options,
});

const preparingClient = (client: pg.PoolClient): PostgresPoolClient => {
  let failed: { readonly error: unknown } | undefined;
  const query = async (text: string, values: unknown[]): Promise<Partial<pg.QueryResult>> => {
    const sent = client.query(marked.test(text) ? { name: nameOf(text), text, values } : { text, values });
    if (goesAlong(text)) {
      sent.catch((error: unknown) => void (failed ??= { error }));
      return { command: "", rowCount: 0, rows: [] };
    }
    const answered = await sent.then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    const before = failed;
    failed = undefined;
    // PostgreSQL only says of what comes after a failure that the transaction is aborted; a rollback is what is wanted then.
    if (before !== undefined && text !== "rollback") throw before.error;
    if ("error" in answered) throw answered.error;
    return answered.result;
  };
  // The other form that Kysely knows takes a cursor, which nothing here opens.
  return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
};

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `prepared_${names.size + 1}`;
  names.set(text, name);
  return name;
}
