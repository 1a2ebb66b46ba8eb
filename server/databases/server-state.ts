import { recordEvent } from "../events/record.ts";
import type { Db, Tx } from "../platform/control-database.ts";
import { notifyChanged } from "../platform/listen.ts";
import { toMend } from "./connection-failure.ts";
import type { ServerRow } from "./grant.ts";
import { listDatabasesOf, setAnswers, setSilent, type Answer } from "./reconcile-queries.ts";
import { requestReconcile } from "./request-reconcile.ts";

/**
 * The server answers: its row says so. When it had been silent, or has failed over or was restored, each of its databases is
 * told and looked at.
 */
export async function recordAnswer(db: Db, serverId: string, answer: Answer): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await setAnswers(tx, serverId, answer);
    if (before === null) return;
    const { timeline } = answer;
    if (before.timeline !== null && before.timeline !== timeline) {
      const data = { server: before.name, from: before.timeline, to: timeline };
      await tellDatabases(tx, before, "server.timeline_changed", data);
      for (const id of await listDatabasesOf(tx, serverId)) await requestReconcile(tx, id);
    }
    if (before.state !== "silent") return;
    const silentS = Math.round((Date.now() - (before.silent_since ?? new Date()).getTime()) / 1000);
    const refused = toMend(before) !== null && { refused: true };
    await tellDatabases(tx, before, "server.answered", { server: before.name, silent_s: silentS, ...refused });
    for (const id of await listDatabasesOf(tx, serverId)) await requestReconcile(tx, id);
  });
}

/** The server does not answer, or does not let us in: said when the one or the other begins, and kept current. */
export async function recordSilence(
  db: Db,
  serverId: string,
  silence: { readonly reason: string; readonly nextTryAt: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await setSilent(tx, serverId, silence);
    if (before === null) return;
    const refuses = toMend({ state: "silent", reason: silence.reason }) !== null;
    if (before.state === "silent" && refuses === (toMend(before) !== null)) return notifyDatabases(tx, serverId);
    const data = { server: before.name, reason: silence.reason, ...(refuses && { refuses }) };
    await tellDatabases(tx, before, "server.unreachable", data);
  });
}

async function tellDatabases(
  tx: Tx,
  server: ServerRow,
  type: "server.answered" | "server.unreachable" | "server.timeline_changed",
  data: Record<string, unknown>,
): Promise<void> {
  for (const databaseId of await listDatabasesOf(tx, server.id)) await recordEvent(tx, { type, databaseId, data });
}

async function notifyDatabases(tx: Tx, serverId: string): Promise<void> {
  for (const databaseId of await listDatabasesOf(tx, serverId)) await notifyChanged(tx, databaseId);
}

const shortest = 2000;
const longest = 30_000;

/** Soon while somebody waits for an access to be closed; else ever more seldom, at most half a minute apart. */
export function nextTry(server: Pick<ServerRow, "silent_since">, closureWaits: boolean, now: Date): Date {
  const silentMs = server.silent_since === null ? 0 : now.getTime() - server.silent_since.getTime();
  const pause = closureWaits ? shortest : Math.min(Math.max(silentMs / 2, shortest), longest);
  return new Date(now.getTime() + pause);
}
