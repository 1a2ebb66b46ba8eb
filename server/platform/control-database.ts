import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Log } from "./log.ts";
import { openPool } from "./pool.ts";
import { preparingPool } from "./prepared.ts";
import type { Tables } from "./tables.ts";

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** A connection or a transaction: for reads that do not care. */
export type Reader = Db | Tx;

export interface ControlDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** bigint columns hold OIDs and counters, all far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format),
};

/** Opens the pool of the control database. Every wait has an end: a frozen primary must not hang the product. */
export function openControlDatabase(url: string, log: Log, size = 16): ControlDatabase {
  const pool = openPool(
    {
      connectionString: url,
      max: size,
      connectionTimeoutMillis: 10_000,
      query_timeout: 30_000,
      idleTimeoutMillis: 30_000,
      application_name: "guestlist",
      pipeline: true,
      types,
    },
    (message) => log.warn({ error: message }, "a connection to the control database was lost"),
  );
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
  return { db, pool, close: () => db.destroy() };
}

/** For the few statements whose text is fixed and takes no part in the type checks. */
export const runSql = (tx: Reader, sql: string, parameters: unknown[] = []) =>
  tx.executeQuery(CompiledQuery.raw(sql, parameters));
