import { endCollaborator, type EndingClosure } from "../collaborators/ending.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { Closed, Surroundings } from "./closing.ts";
import type { DesiredLogin } from "./desired.ts";
import type { Drained, EndedSession } from "./drain.ts";
import { clockAheadMs, onSharedClock } from "./clocks.ts";
import { addEvidence, type ClosingEvidence } from "./evidence.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { insertLeftovers } from "./leftover-queries.ts";
import { describeLeftovers } from "./name-leftovers.ts";
import type { LoginState } from "./login-state.ts";
import { keptRole } from "./names.ts";
import type { LoadedCollaborator } from "./loaded.ts";
import { changeLogin, changeLoginAndTell, emailOf, insertClosure, isKnownDrift, type LoginRow } from "./queries.ts";
import type { Run } from "./run.ts";
import type { Survey } from "./survey.ts";

/** New logins are refused from now on; what is about to be taken away is stored before it is. */
export async function recordRefused(
  run: Run,
  login: LoginRow,
  roleOid: number | null,
  seen: Surroundings,
): Promise<LoginRow> {
  const clocks = { control: controlNow(run), shared: seen.at };
  const evidence = addEvidence(evidenceOf(login), {
    clock_ahead_ms: clockAheadMs(clocks, askedAt(run, login)),
    sessions_ended: seen.sessions,
    memberships_removed: seen.memberships.map((each) => nameMembership(each, login)),
  });
  return mustChange(
    await changeLoginAndTell(run.platform.db, login.id, ["making", "ready", "closing"], {
      state: "closing",
      closing_at: login.closing_at ?? run.loaded.now,
      new_logins_refused_at: login.new_logins_refused_at ?? seen.at,
      lsn: login.lsn ?? seen.lsn,
      sessions: seen.sessions.length,
      evidence: JSON.stringify(evidence),
      ...(roleOid !== null && { role_oid: roleOid }),
    }),
  );
}

/** Sessions that are about to be ended before new logins are refused, since they are in the way of that. */
export async function recordEnding(run: Run, login: LoginRow, sessions: readonly EndedSession[]): Promise<LoginRow> {
  if (sessions.length === 0) return login;
  return addToEvidence(run, login, { sessions_ended: sessions });
}

/** What closing and clean-up leave behind knowingly is stored before they do. */
export const recordLeftOver = (run: Run, login: LoginRow, sentences: readonly string[]): Promise<LoginRow> =>
  addToEvidence(run, login, { left_over: sentences });

async function addToEvidence(run: Run, login: LoginRow, more: ClosingEvidence): Promise<LoginRow> {
  const evidence = JSON.stringify(addEvidence(evidenceOf(login), more));
  return mustChange(await changeLogin(run.platform.db, login.id, [login.state as LoginState], { evidence }));
}

const controlNow = ({ loaded, loadedAt }: Run): Date => new Date(loaded.now.getTime() + performance.now() - loadedAt);

/** By the control database's clock. */
function askedAt({ loaded }: Run, login: LoginRow): Date {
  const collaborator = loaded.collaborators.find((row) => row.id === login.collaborator_id);
  return collaborator?.revoking_at ?? loaded.database.deleting_at ?? login.closing_at ?? loaded.now;
}

function nameMembership(each: Surroundings["memberships"][number], login: LoginRow): string {
  return each.member === login.role_name ? each.role : `${each.member} in ${each.role}`;
}

const evidenceOf = (login: LoginRow): ClosingEvidence => login.evidence ?? {};

function mustChange(row: LoginRow | null): LoginRow {
  if (row === null) throw new Error("a login was closed by somebody else meanwhile");
  return row;
}

export async function recordSessionsLeft(run: Run, login: LoginRow, left: number): Promise<void> {
  if (left === login.sessions) return;
  await changeLoginAndTell(run.platform.db, login.id, ["closing"], { sessions: left, seen_at: new Date() }).catch(
    (error: unknown) => run.platform.log.warn({ error: (error as Error).message }, "progress could not be stored"),
  );
}

export async function recordDrained(run: Run, login: LoginRow, drained: Drained): Promise<LoginRow> {
  const evidence = addEvidence(evidenceOf(login), { sessions_ended: drained.ended });
  return mustChange(
    await changeLoginAndTell(run.platform.db, login.id, ["closing"], {
      last_session_gone_at: drained.goneAt,
      sessions: drained.left,
      seen_at: new Date(),
      evidence: JSON.stringify(evidence),
    }),
  );
}

/** The closure, the login's and the collaborator's end, the event and the mail, at once. */
export async function recordClosed(
  run: Run,
  closed: Closed & { closed: true },
  surveys: readonly Survey[],
): Promise<LoginRow> {
  const { platform, loaded } = run;
  const collaborator = loaded.collaborators.find((row) => row.id === closed.login.collaborator_id) ?? null;
  return platform.db.transaction().execute(async (tx) => {
    const login = mustChange(
      await changeLogin(tx, closed.login.id, ["closing"], {
        state: "closed",
        closed_at: new Date(),
        blocked: null,
        sessions: 0,
      }),
    );
    const closure = await writeClosure(tx, run, { ...closed, login, surveys }, collaborator);
    if (login.collaborator_id !== null) await endCollaborator(tx, platform.secrets, login.collaborator_id, closure);
    await notifyChanged(tx, login.database_id);
    return login;
  });
}

async function writeClosure(
  tx: Tx,
  run: Run,
  { login, surveys, ...closed }: Closed & { closed: true; surveys: readonly Survey[] },
  collaborator: LoadedCollaborator | null,
): Promise<EndingClosure> {
  const { database, server, owner } = run.loaded;
  const { clock_ahead_ms: aheadMs = 0, ...seen } = addEvidence(evidenceOf(login), {});
  const requestedAt = onSharedClock(askedAt(run, login), aheadMs);
  const refusedAt = login.new_logins_refused_at ?? requestedAt;
  const goneAt = login.last_session_gone_at ?? refusedAt;
  const person = await emailOf(tx, login.account_id);
  const endedBy = collaborator === null ? owner.email : collaborator.ended_by;
  const leftovers = await describeLeftovers(tx, database, login, surveys);
  const evidence = {
    ...seen,
    objects_moved: [],
    objects_kept_by: keptRole,
    left_over: [...(seen.left_over ?? []), ...closed.leftOver],
    login_attempt: closed.attempt,
    could_still_use: leftovers.seen,
  };
  const { id, number } = await insertClosure(tx, {
    database_id: database.id,
    database_name: database.name,
    login_id: login.id,
    collaborator_id: login.collaborator_id,
    email: collaborator?.email ?? person.email,
    username: person.username,
    reason: collaborator?.end_reason ?? (database.deleting_at === null ? "revoked" : "database_deleted"),
    ended_by: endedBy,
    login_name: login.role_name,
    role_oid: login.role_oid,
    system_identifier: server.system_identifier,
    server_version: server.version,
    requested_at: requestedAt,
    clock_ahead_ms: aheadMs,
    new_logins_refused_at: refusedAt,
    last_session_gone_at: goneAt,
    lsn: login.lsn,
    evidence: JSON.stringify(evidence),
  });
  await insertLeftovers(tx, id, leftovers.found.items);
  await issueReceipt(tx, run.platform, login.id);
  return {
    id,
    number,
    databaseName: database.name,
    loginName: login.role_name,
    endedBy,
    newLoginsRefusedAt: refusedAt,
    lastSessionGoneAt: goneAt,
    refusedAfterMs: refusedAt.getTime() - requestedAt.getTime(),
    goneAfterMs: goneAt.getTime() - requestedAt.getTime(),
  };
}

/** Seen in PostgreSQL with its level: making → ready, or its level changed. */
export async function recordReady(run: Run, login: DesiredLogin, roleOid: number): Promise<void> {
  await run.platform.db.transaction().execute(async (tx) => {
    const row = await changeLogin(tx, login.id, [login.state], {
      state: "ready",
      access: login.access,
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
