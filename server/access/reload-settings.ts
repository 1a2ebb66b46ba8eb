import { setTimeout as delay } from "node:timers/promises";
import { openAdminConnection, type AdminConnection } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";

/**
 * Has PostgreSQL read its settings and pg_hba.conf, and sees that it has: `pg_reload_conf()` only asks for it. A new
 * session says when the process that let it in last did.
 * @returns why it has not, in words; null when it has
 */
export async function reloadSettings(
  server: ServerRow,
  secrets: Secrets,
  admin: AdminConnection,
): Promise<string | null> {
  const [asked] = await admin.query<{ at: string; asked: boolean }>(
    "select clock_timestamp()::text as at, pg_reload_conf() as asked",
  );
  if (asked?.asked !== true) return "PostgreSQL could not be asked to read pg_hba.conf again.";
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (await hasLoadedSince(server, secrets, asked.at)) return null;
    if (performance.now() > deadline) return "PostgreSQL has not read pg_hba.conf again yet.";
    await delay(20);
  }
}

const patienceMs = 3000;

async function hasLoadedSince(server: ServerRow, secrets: Secrets, since: string): Promise<boolean> {
  const opened = await openAdminConnection(server, secrets);
  if (!opened.ok) return false;
  try {
    const [row] = await opened.connection.query<{ loaded: boolean }>(
      "select pg_conf_load_time() >= $1::timestamptz as loaded",
      [since],
    );
    return row?.loaded === true;
  } finally {
    await opened.connection.close();
  }
}
