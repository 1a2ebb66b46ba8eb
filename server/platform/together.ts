import type { Compilable } from "kysely";
import type { Reader } from "./control-database.ts";

type RowsOf<Queries extends readonly Compilable[]> = {
  -readonly [Index in keyof Queries]: Queries[Index] extends Compilable<infer Row> ? Row[] : never;
};

/**
 * Runs statements that do not need each other's answers one after another on one connection, for one wait in all instead
 * of one each: Kysely itself waits for an answer before it sends what is next.
 * @returns the rows of each, in order @throws what the first that failed threw, once all are over
 */
export async function together<const Queries extends readonly Compilable[]>(
  db: Reader,
  queries: Queries,
): Promise<RowsOf<Queries>> {
  const compiled = queries.map((query) => query.compile());
  const answers = await db
    .getExecutor()
    .provideConnection((connection) => Promise.allSettled(compiled.map((query) => connection.executeQuery(query))));
  return answers.map((answer) => {
    if (answer.status === "rejected") throw answer.reason;
    return answer.value.rows;
  }) as RowsOf<Queries>;
}
