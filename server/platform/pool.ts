import pg from "pg";

/**
 * A pool whose lost connections end no process. An idle one reports to the pool, but one that is checked out with no
 * query under way reports to nobody, and Node ends a process over that: PostgreSQL restarting is enough.
 */
export function openPool(options: pg.PoolConfig, onLost: (message: string) => void): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 10_000, ...options });
  pool.on("connect", (client) => client.on("error", (error) => onLost(error.message)));
  pool.on("error", (error) => onLost(error.message));
  return pool;
}
