import { openAdminConnection, type AdminConnection, type Opened } from "../databases/admin-connection.ts";
import type { ServerRow } from "../databases/grant.ts";
import type { Secrets } from "../platform/secrets.ts";

/** Long enough that the look at sessions, every few seconds, keeps one open: nobody can take the last slot from us. */
const idleMs = 60_000;

/** So soon after its last answer a session is taken at its word: asking costs a round trip of somebody's revoke. */
const freshMs = 3000;

/**
 * Inside a database a session is kept as long as it is taken at its word, and few of them: while it is there, the owner can
 * neither drop the database nor copy it. One change asks for the next within that time, and a new session reads the
 * catalogs anew: seven times the work of the look that it is opened for.
 */
const idleInsideMs = freshMs;
const mostInside = 4;

interface Idle {
  readonly key: string;
  readonly inside: boolean;
  readonly connection: AdminConnection;
  readonly answeredAt: number;
  readonly timer: NodeJS.Timeout;
}

/** Sessions of this process that wait for their next use, the oldest first. A means to be fast, never to coordinate. */
let idle: readonly Idle[] = [];

type Worked<T> = { readonly ok: true; readonly value: T } | Exclude<Opened, { ok: true }>;

/** Thrown by work that leaves off between two statements, outside of a transaction: its session is as good as before. */
export abstract class LeftOff extends Error {}

interface Target {
  readonly server: ServerRow;
  readonly secrets: Secrets;
  /** Another database of the server than the one in its admin URL. */
  readonly dbname?: string;
}

/**
 * Runs `work` on an admin session of the server, on the database of its admin URL. A session that broke is not used again;
 * one that was kept for a while is asked first whether it still answers.
 */
export const withAdmin = <T>(
  server: ServerRow,
  secrets: Secrets,
  work: (admin: AdminConnection) => Promise<T>,
): Promise<Worked<T>> => onSession({ server, secrets }, work);

/** The same inside one database of the server. */
export const inDatabase = <T>(
  target: Target & { readonly dbname: string },
  work: (inside: AdminConnection) => Promise<T>,
): Promise<Worked<T>> => onSession(target, work);

async function onSession<T>(target: Target, work: (connection: AdminConnection) => Promise<T>): Promise<Worked<T>> {
  const key = keyOf(target);
  const opened = await take(key, target);
  if (!opened.ok) return opened;
  const { connection } = opened;
  let sound = false;
  try {
    const value = await work(connection);
    sound = connection.alive;
    return { ok: true, value };
  } catch (error) {
    sound = error instanceof LeftOff && connection.alive;
    throw error;
  } finally {
    // Of this one CREATE DATABASE makes its copies, and refuses while somebody is in it.
    if (sound && connection.dbname !== "template1") keep(key, connection, target.dbname !== undefined);
    else await connection.close();
  }
}

/** A changed admin URL is another key: what was opened with the old one is left to grow old. */
const keyOf = ({ server, dbname }: Target): string =>
  JSON.stringify([server.id, server.admin_url_sealed.toString("base64"), dbname]);

async function take(key: string, { server, secrets, dbname }: Target): Promise<Opened> {
  for (let next = takeIdle(key); next !== undefined; next = takeIdle(key)) {
    clearTimeout(next.timer);
    next.connection.keepsProcessAlive(true);
    next.connection.takeNotices();
    const isFresh = performance.now() - next.answeredAt < freshMs;
    if (next.connection.alive && (isFresh || (await answers(next.connection))))
      return { ok: true, connection: next.connection };
    await next.connection.close();
  }
  return openAdminConnection(server, secrets, { dbname });
}

/** The one that was used last. */
function takeIdle(key: string): Idle | undefined {
  const found = idle.findLast((each) => each.key === key);
  idle = idle.filter((each) => each !== found);
  return found;
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

function keep(key: string, connection: AdminConnection, inside: boolean): void {
  const timer = setTimeout(() => void letGo(kept), inside ? idleInsideMs : idleMs);
  timer.unref();
  connection.keepsProcessAlive(false);
  const kept: Idle = { key, inside, connection, timer, answeredAt: performance.now() };
  idle = [...idle, kept];
  const ofDatabases = idle.filter((each) => each.inside);
  if (ofDatabases.length > mostInside) void letGo(ofDatabases[0] as Idle);
}

async function letGo(kept: Idle): Promise<void> {
  clearTimeout(kept.timer);
  idle = idle.filter((each) => each !== kept);
  await kept.connection.close();
}

/** At the end of the process. */
export async function closeAdminConnections(): Promise<void> {
  await Promise.all(idle.map((kept) => letGo(kept)));
}
