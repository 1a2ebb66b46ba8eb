import { openAdminConnection, type AdminConnection, type Opened } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";

/** Long enough that the look at sessions, every few seconds, keeps one open: nobody can take the last slot from us. */
const idleMs = 60_000;

/** So soon after its last answer a session is taken at its word: asking costs a round trip of somebody's revoke. */
const freshMs = 3000;

interface Idle {
  readonly connection: AdminConnection;
  readonly answeredAt: number;
  readonly timer: NodeJS.Timeout;
}

/** Sessions of this process that wait for their next use, by server. A means to be fast, never to coordinate. */
const idle = new Map<string, Idle[]>();

/**
 * Runs `work` on an admin session of the server, on the database of its admin URL. A session that broke is not used again;
 * one that was kept for a while is asked first whether it still answers.
 */
export async function withAdmin<T>(
  server: ServerRow,
  secrets: Secrets,
  work: (admin: AdminConnection) => Promise<T>,
): Promise<{ readonly ok: true; readonly value: T } | Exclude<Opened, { ok: true }>> {
  const opened = await take(server, secrets);
  if (!opened.ok) return opened;
  const { connection } = opened;
  let sound = false;
  try {
    const value = await work(connection);
    sound = connection.alive;
    return { ok: true, value };
  } finally {
    if (sound) keep(keyOf(server), connection);
    else await connection.close();
  }
}

/** The same inside one database of the server, on a connection that lives as long as the work. */
export async function inDatabase<T>(
  { server, secrets, dbname }: { readonly server: ServerRow; readonly secrets: Secrets; readonly dbname: string },
  work: (inside: AdminConnection) => Promise<T>,
): Promise<{ readonly ok: true; readonly value: T } | Exclude<Opened, { ok: true }>> {
  const opened = await openAdminConnection(server, secrets, { dbname });
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await work(opened.connection) };
  } finally {
    await opened.connection.close();
  }
}

/** A changed admin URL is another key: what was opened with the old one is left to grow old. */
const keyOf = (server: ServerRow): string => `${server.id} ${server.admin_url_sealed.toString("base64")}`;

async function take(server: ServerRow, secrets: Secrets): Promise<Opened> {
  const waiting = idle.get(keyOf(server)) ?? [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    clearTimeout(next.timer);
    next.connection.keepsProcessAlive(true);
    const isFresh = performance.now() - next.answeredAt < freshMs;
    if (next.connection.alive && (isFresh || (await answers(next.connection))))
      return { ok: true, connection: next.connection };
    await next.connection.close();
  }
  return openAdminConnection(server, secrets);
}

async function answers(connection: AdminConnection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), 3000)));
  const asked = connection.query("select 1").then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}

function keep(key: string, connection: AdminConnection): void {
  const waiting = idle.get(key) ?? [];
  const timer = setTimeout(() => void letGo(key, connection), idleMs);
  timer.unref();
  connection.keepsProcessAlive(false);
  idle.set(key, [...waiting, { connection, timer, answeredAt: performance.now() }]);
}

async function letGo(key: string, connection: AdminConnection): Promise<void> {
  const waiting = (idle.get(key) ?? []).filter((each) => each.connection !== connection);
  if (waiting.length === 0) idle.delete(key);
  else idle.set(key, waiting);
  await connection.close();
}

/** At the end of the process. */
export async function closeAdminConnections(): Promise<void> {
  const all = [...idle.values()].flat();
  idle.clear();
  all.forEach(({ timer }) => clearTimeout(timer));
  await Promise.all(all.map(({ connection }) => connection.close()));
}
