import type pg from "pg";

/** A session of the admin's, whatever it was opened for. */
export interface Session {
  /** False once it is gone. */
  readonly alive: boolean;
  /** Rows of one statement (with `params`), or of the last of several. Throws pg's DatabaseError. */
  query<Row extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Runs `work` between BEGIN and COMMIT. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** What PostgreSQL warned of since the last call: a GRANT that does nothing is a warning (01007), not an error. */
  takeNotices(): readonly Notice[];
  /** While it waits for its next use it must not keep a process from ending. */
  keepsProcessAlive(keeps: boolean): void;
  close(): Promise<void>;
}

export interface Notice {
  readonly sqlstate: string;
  readonly message: string;
}

/** A server that is gone never says goodbye. */
export async function endWithin(client: pg.Client, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([client.end().catch(() => undefined), late]);
  clearTimeout(timer);
}

export function sessionOf(client: pg.Client): Session {
  let alive = true;
  let notices: Notice[] = [];
  client.on("end", () => (alive = false));
  client.on("error", () => (alive = false));
  client.on("notice", (notice) => notices.push({ sqlstate: notice.code ?? "", message: notice.message ?? "" }));

  async function query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    // Without parameters several statements may stand in one text; the answer is then a list of results.
    const result = (await (params === undefined ? client.query(sql) : client.query(sql, [...params]))) as
      | pg.QueryResult
      | pg.QueryResult[];
    const last = Array.isArray(result) ? result.at(-1) : result;
    return (last?.rows ?? []) as Row[];
  }
  async function transaction<T>(work: () => Promise<T>): Promise<T> {
    await query("begin");
    try {
      const done = await work();
      await query("commit");
      return done;
    } catch (error) {
      await query("rollback").catch(() => undefined);
      throw error;
    }
  }
  return {
    query,
    transaction,
    get alive() {
      return alive;
    },
    keepsProcessAlive(keeps) {
      // pg has both; its types know of neither.
      const held = client as pg.Client & { ref(): void; unref(): void };
      if (keeps) held.ref();
      else held.unref();
    },
    takeNotices() {
      const taken = notices;
      notices = [];
      return taken;
    },
    async close() {
      alive = false;
      await endWithin(client, 1000);
    },
  };
}
