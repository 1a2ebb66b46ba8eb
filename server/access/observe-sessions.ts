import type { AdminConnection } from "../databases/admin-connection.ts";
import { recordAnswer, recordSilence, nextTry } from "../databases/server-state.ts";
import { addJob } from "../platform/jobs.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { Platform } from "../platform/platform.ts";
import type { Db } from "../platform/control-database.ts";
import { withAdmin } from "./admin-connections.ts";
import {
  findServer,
  hasWaitingClosure,
  listWatchedLogins,
  recordSessions,
  type SessionsSeen,
  type WatchedLogin,
} from "./queries.ts";
import { recordSamples } from "./sample-queries.ts";
import { hasDatabasesInCare } from "./sweep-queries.ts";

const everyMs = 5000;

/**
 * Looks at one server: whether it answers, and who is connected. One query, whatever the number of logins. What is
 * found of an ended login is ended again: a connection may have slept through its closing.
 */
export async function observeServer(platform: Platform, serverId: string): Promise<void> {
  let next = new Date(Date.now() + everyMs);
  try {
    next = (await lookOnce(platform, serverId)) ?? next;
  } catch (error) {
    platform.log.warn({ server: serverId, error: (error as Error).message }, "a server could not be looked at");
  } finally {
    if (await hasDatabasesInCare(platform.db, serverId)) await requestObserve(platform.db, serverId, next);
  }
}

export const requestObserve = (db: Db, serverId: string, at: Date): Promise<void> =>
  addJob(db, "observe", { server_id: serverId }, { key: `observe:${serverId}`, runAt: at, keepRunAt: true });

/** @returns when to look again, if not as usual */
async function lookOnce(platform: Platform, serverId: string): Promise<Date | null> {
  const { db, secrets } = platform;
  const server = await findServer(db, serverId);
  if (server === undefined) return null;
  const now = new Date();
  if (server.state === "silent" && server.next_try_at !== null && server.next_try_at > now) return server.next_try_at;
  const watched = await listWatchedLogins(db, serverId);
  const looked = await withAdmin(server, secrets, async (admin) => {
    const before = performance.now();
    const seen = await lookAtSessions(admin, watched);
    await recordAnswer(db, serverId, { ...admin.facts, answersMs: Math.round((performance.now() - before) * 10) / 10 });
    return seen;
  });
  if (!looked.ok) {
    const nextTryAt = nextTry(server, await hasWaitingClosure(db, serverId), now);
    await recordSilence(db, serverId, { reason: looked.reason, nextTryAt });
    return nextTryAt;
  }
  for (const databaseId of await recordSessions(db, looked.value)) await notifyChanged(db, databaseId);
  await recordSamples(db, serverId, looked.value);
  return null;
}

async function lookAtSessions(admin: AdminConnection, watched: readonly WatchedLogin[]): Promise<SessionsSeen[]> {
  const isOver = (login: WatchedLogin): boolean => login.state === "closed" || login.state === "gone";
  const oids = watched.map((login) => login.role_oid);
  const ended = watched.filter(isOver).map((login) => login.role_oid);
  const rows = await admin.query<{ oid: number; sessions: number; last: string }>(
    `select usesysid::bigint as oid, count(*) as sessions,
       to_char(max(backend_start) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last,
       count(*) filter (where usesysid = any($2::oid[]) and pg_terminate_backend(pid)) as ended
     from pg_stat_activity where usesysid = any($1::oid[]) group by usesysid`,
    [oids, ended],
  );
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  return watched
    .filter((login) => !isOver(login))
    .map(({ id, role_oid: oid }) => ({
      id,
      sessions: byOid.get(oid)?.sessions ?? 0,
      last: byOid.get(oid)?.last ?? null,
    }));
}
