import { sql, type RawBuilder } from "kysely";
import pg from "pg";
import type { Reader } from "./control-database.ts";
import type { Log } from "./log.ts";

/** Tells of changes across every process on the control database, by LISTEN and NOTIFY. */
export interface Listen {
  /** Calls back after each change to that subject, and after a reconnect (anything may have been missed). */
  on(subject: string, callback: () => void): () => void;
  /** Resolves with the first non-null result; null when the time is over. Looks at once, then after each change. */
  waitFor<T>(subject: string, look: () => Promise<T | null>, timeoutMs: number): Promise<T | null>;
  close(): Promise<void>;
}

const channel = "guestlist_changed";

/** Tells every process, once the transaction commits, that something about `subject` (an id) changed. */
export const notifyChanged = async (tx: Reader, subject: string): Promise<void> => {
  await sql`select ${notifying(sql`${subject}`)}`.execute(tx);
};

/** The same as part of another statement, which saves a round trip. */
export const notifying = (subject: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`pg_notify(${sql.lit(channel)}, (${subject})::text)`;

export async function startListen(databaseUrl: string, log: Log): Promise<Listen> {
  const callbacks = new Map<string, Set<() => void>>();
  let closed = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5000,
      application_name: "guestlist-listen",
      keepAlive: true,
    });
    fresh.on("error", () => undefined);
    fresh.on("notification", (message) => callbacks.get(message.payload ?? "")?.forEach((callback) => callback()));
    await fresh.connect();
    await fresh.query(`listen ${channel}`);
    // Only now: an attempt that fails ends too, and each would begin another round of attempts.
    fresh.on("end", () => void reconnect());
    return fresh;
  }
  async function reconnect(): Promise<void> {
    while (!closed) {
      try {
        client = await connect();
        // Closed in the meantime: this one came too late to be ended with the others.
        if (closed) return await client.end();
        callbacks.forEach((set) => set.forEach((callback) => callback()));
        return;
      } catch (error) {
        log.warn({ error: (error as Error).message }, "listening for changes is interrupted");
        await new Promise((resolve) => setTimeout(resolve, 1000).unref());
      }
    }
  }
  function on(subject: string, callback: () => void): () => void {
    const set = callbacks.get(subject) ?? new Set();
    callbacks.set(subject, set.add(callback));
    return () => {
      set.delete(callback);
      if (set.size === 0 && callbacks.get(subject) === set) callbacks.delete(subject);
    };
  }
  return {
    on,
    waitFor: (subject, look, timeoutMs) => waitFor(on, subject, look, timeoutMs),
    async close() {
      closed = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Subscribes before the first look, so that a change between the two cannot be missed. */
async function waitFor<T>(
  on: Listen["on"],
  subject: string,
  look: () => Promise<T | null>,
  timeoutMs: number,
): Promise<T | null> {
  let wake: () => void = () => undefined;
  let changed = false;
  const off = on(subject, () => {
    changed = true;
    wake();
  });
  const end = Date.now() + timeoutMs;
  try {
    for (;;) {
      changed = false;
      const found = await look();
      if (found !== null || Date.now() >= end) return found;
      if (!changed)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.max(end - Date.now(), 0));
          wake = () => (clearTimeout(timer), resolve());
        });
    }
  } finally {
    off();
  }
}
