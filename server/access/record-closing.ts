import { endCollaborator, type EndingClosure } from "../collaborators/ending.ts";
import type { Tx } from "../platform/control-database.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { Closed, Surroundings } from "./closing.ts";
import type { Drained, EndedSession } from "./drain.ts";
import { clockAheadMs, onSharedClock } from "./clocks.ts";
import { addEvidence, type ClosingEvidence } from "./evidence.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { insertLeftovers } from "./leftover-queries.ts";
import { describeLeftovers } from "./name-leftovers.ts";
import type { LoginState } from "./login-state.ts";
import { keptRole } from "./names.ts";
import type { LoadedCollaborator } from "./loaded.ts";
import { changeLogin, changeLoginAndTell, emailOf, insertClosure, type LoginRow } from "./queries.ts";
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
    ...takenFrom(login, seen),
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

/** The same of a login whose door cannot be shut. */
export const recordTaking = (run: Run, login: LoginRow, seen: Surroundings): Promise<LoginRow> =>
  addToEvidence(run, login, takenFrom(login, seen));

const takenFrom = (login: LoginRow, { sessions, memberships }: Surroundings): ClosingEvidence => ({
  sessions_ended: sessions,
  memberships_removed: memberships.map((each) => nameMembership(each, login)),
});

/** Sessions that are about to be ended before new logins are refused, since they are in the way of that. */
export async function recordEnding(run: Run, login: LoginRow, sessions: readonly EndedSession[]): Promise<LoginRow> {
  if (sessions.length === 0) return login;
  return addToEvidence(run, login, { sessions_ended: sessions });
}

/** What closing and clean-up leave behind knowingly is stored before they do. */
export const recordLeftOver = (run: Run, login: LoginRow, sentences: readonly string[]): Promise<LoginRow> =>
  addToEvidence(run, login, { left_over: sentences });

/** It was not done after all. */
export async function takeBackLeftOver(run: Run, login: LoginRow, sentences: readonly string[]): Promise<LoginRow> {
  const evidence = evidenceOf(login);
  const left = (evidence.left_over ?? []).filter((each) => !sentences.includes(each));
  return setEvidence(run, login, { ...evidence, left_over: left });
}

async function addToEvidence(run: Run, login: LoginRow, more: ClosingEvidence): Promise<LoginRow> {
  return setEvidence(run, login, addEvidence(evidenceOf(login), more));
}

async function setEvidence(run: Run, login: LoginRow, seen: ClosingEvidence): Promise<LoginRow> {
  const evidence = JSON.stringify(seen);
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
      // Looked again, as for a standby that is behind: since they were gone nobody can have come in.
      last_session_gone_at:
        drained.ended.length === 0 ? (login.last_session_gone_at ?? drained.goneAt) : drained.goneAt,
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
