import type pg from "pg";

export interface KeptSession {
  /** Rows of one statement. */
  readonly query: <Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    values?: unknown[],
  ) => Promise<Row[]>;
  readonly end: () => Promise<void>;
}

/**
 * Asks on a session that stays open: to open one costs PostgreSQL as much as a hundred statements. Who asks while it is in
 * use gets one for that statement alone; one that the server ended meanwhile is replaced. No setting outlives its statement.
 */
export function keptSession(open: () => Promise<pg.Client>): KeptSession {
  let idle: Held | undefined;

  async function take(): Promise<Held> {
    const taken = idle;
    idle = undefined;
    if (taken !== undefined && taken.alive && (await cleared(taken.client))) return taken;
    const client = await open();
    const held: Held = { client, alive: true };
    client.once("end", () => (held.alive = false));
    return held;
  }
  async function giveBack(held: Held): Promise<void> {
    if (idle !== undefined || !held.alive) return held.client.end();
    // A session that waits must not keep a test run from ending.
    referable(held.client).unref();
    idle = held;
  }
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) {
      const held = await take();
      try {
        return (await held.client.query<Row>(sql, values)).rows;
      } finally {
        await giveBack(held);
      }
    },
    async end() {
      if (idle === undefined) return;
      // Whoever waits for the end of it has nothing else to keep the process going.
      referable(idle.client).ref();
      await idle.client.end();
      idle = undefined;
    },
  };
}

interface Held {
  readonly client: pg.Client;
  alive: boolean;
}

/** The type definitions do not know it. */
const referable = (client: pg.Client) => client as pg.Client & { ref(): void; unref(): void };

/** False when the session turns out to be gone. */
const cleared = (client: pg.Client): Promise<boolean> =>
  client.query("discard all").then(
    () => true,
    () => false,
  );
