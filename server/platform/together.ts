import { sql, type Compilable, type CompiledQuery } from "kysely";
import type { Db, Reader } from "./control-database.ts";
import { sentAlong } from "./prepared.ts";

type RowsOf<Queries extends readonly Compilable[]> = {
  -readonly [Index in keyof Queries]: Queries[Index] extends Compilable<infer Row> ? Row[] : never;
};

/**
 * Runs statements that do not need each other's answers one after another on one connection, for one wait in all instead
 * of one each: Kysely itself waits for an answer before it sends what is next.
 * @returns the rows of each, in order @throws what the first that failed threw, once all are over
 */
export const together = async <const Queries extends readonly Compilable[]>(
  db: Reader,
  queries: Queries,
): Promise<RowsOf<Queries>> => (await sendAll(db, compileAll(queries))) as RowsOf<Queries>;

/** The same for statements that only read, as of one moment: what is committed between two of them is seen by none. */
export async function asOfOneMoment<const Queries extends readonly Compilable[]>(
  db: Db,
  queries: Queries,
): Promise<RowsOf<Queries>> {
  const begin = sql`begin isolation level repeatable read read only ${sentAlong}`.compile(db);
  const answers = await sendAll(db, [begin, ...compileAll(queries), sql`commit`.compile(db)]);
  return answers.slice(1, -1) as RowsOf<Queries>;
}

const compileAll = (queries: readonly Compilable[]): CompiledQuery[] => queries.map((query) => query.compile());

async function sendAll(db: Reader, compiled: readonly CompiledQuery[]): Promise<unknown[][]> {
  const answers = await db
    .getExecutor()
    .provideConnection((connection) => Promise.allSettled(compiled.map((query) => connection.executeQuery(query))));
  return answers.map((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return answer.value.rows;
  });
}
