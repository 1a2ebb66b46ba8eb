import { recordEvent } from "../events/record.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { DesiredLogin } from "./desired.ts";
import { changeLogin, isKnownDrift } from "./queries.ts";
import type { Run } from "./run.ts";

/** Seen in PostgreSQL with its level and its end: making → ready, or one of them changed. */
export async function recordReady(run: Run, login: DesiredLogin, roleOid: number): Promise<void> {
  await run.platform.db.transaction().execute(async (tx) => {
    const row = await changeLogin(tx, login.id, [login.state], {
      state: "ready",
      access: login.access,
      valid_until: login.until,
      role_oid: roleOid,
      blocked: null,
      ...(login.state === "making" && { ready_at: new Date() }),
    });
    if (row === null) return;
    if (login.state === "making")
      await recordEvent(tx, {
        type: "login.ready",
        subject: login.email,
        databaseId: row.database_id,
        data: { login_name: row.role_name, access: login.access },
      });
    else await notifyChanged(tx, row.database_id);
  });
}

/** Why a login does not move on, said once. */
export async function recordBlocked(run: Run, login: { id: string; email: string }, reason: string): Promise<void> {
  const known = run.loaded.logins.find((row) => row.id === login.id);
  if (known?.blocked === reason) return;
  await run.before("record");
  await run.platform.db.transaction().execute(async (tx) => {
    const row = await changeLogin(tx, login.id, ["making", "ready", "closing", "closed"], { blocked: reason });
    if (row === null) return;
    await recordEvent(tx, {
      type: "login.blocked",
      subject: login.email,
      databaseId: row.database_id,
      data: { login_name: row.role_name, reason },
    });
  });
}

/** A difference that nobody asked for: recorded before it is repaired, and once while it cannot be. */
export async function recordDrift(
  run: Run,
  loginName: string,
  email: string | null,
  found: string,
  databaseId: string = run.loaded.database.id,
): Promise<void> {
  await run.platform.db.transaction().execute(async (tx) => {
    if (await isKnownDrift(tx, databaseId, loginName, found)) return;
    const data = { login_name: loginName, found };
    await recordEvent(tx, { type: "access.drift_found", subject: email, databaseId, data });
  });
}

export async function recordRepaired(
  run: Run,
  loginName: string,
  email: string | null,
  what: string,
  databaseId: string = run.loaded.database.id,
): Promise<void> {
  await run.platform.db.transaction().execute((tx) =>
    recordEvent(tx, {
      type: "access.repaired",
      subject: email,
      databaseId,
      data: { login_name: loginName, what },
    }),
  );
}
