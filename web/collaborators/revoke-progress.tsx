import type { Collaborator, Database, RevocationPreview } from "@guestlist/contract";
import { useRef, type ReactNode } from "react";
import { t } from "../strings/revoking.ts";
import { Clock } from "../ui/clock.tsx";
import { code, move, name, strong, wrap } from "../ui/marks.tsx";
import { RunningSign, TickSign, WaitingSign } from "../ui/signs.tsx";
import { atTime, clockMilliseconds } from "../ui/time.ts";
import { secondsOf } from "../ui/words.ts";
import type { Revoke } from "./use-revoke.ts";

interface RevokeProgressProps {
  revoke: Revoke;
  preview: RevocationPreview | undefined;
  database: Database;
}

/** The door shuts: two clocks that run from the click, and the steps. While it waits, why, and both clocks run on. */
export function RevokeProgress({ revoke: { phase, of, startedAt }, preview: shown, database }: RevokeProgressProps) {
  // The preview is what was confirmed; it is not asked for again.
  const preview = useRef(shown).current;
  const before = sessionsBefore(of, preview);
  const refusedMs = msOf(of, "new_logins_refused_at");
  const goneMs = msOf(of, "last_session_gone_at");
  return (
    <>
      <div className="clocks">
        <Clock label={t("progress.refused")} startedAt={startedAt} stoppedAt={refusedMs}>
          {refusedMs === null ? t.rich("progress.notRefused", { move }) : doneAt(of.closing?.new_logins_refused_at)}
        </Clock>
        <Clock label={t("progress.gone")} startedAt={startedAt} stoppedAt={goneMs}>
          {goneMs === null
            ? t.rich("progress.running", { sessions: sessionsInWords(of, before, phase.at === "waiting"), move })
            : doneAt(of.closing?.last_session_gone_at)}
        </Clock>
      </div>
      {phase.at === "waiting" ? (
        <WhatHappensNow of={of} database={database} />
      ) : (
        <Steps of={of} preview={preview} before={before} />
      )}
    </>
  );
}

const doneAt = (iso: string | null | undefined): ReactNode =>
  t.rich("progress.done", { time: clockMilliseconds(new Date(iso ?? "")), strong });

function msOf({ closing }: Collaborator, what: "new_logins_refused_at" | "last_session_gone_at"): number | null {
  const at = closing?.[what] ?? null;
  if (closing === null || at === null) return null;
  return Math.max(0, new Date(at).getTime() - new Date(closing.requested_at).getTime());
}

const sessionsBefore = (of: Collaborator, preview: RevocationPreview | undefined): number =>
  preview?.seen === true ? preview.sessions.length : (of.login?.sessions ?? 0);

/** Of a server that does not answer nothing is known but what was seen last. */
function sessionsInWords({ closing, login }: Collaborator, before: number, silent: boolean): string {
  if (silent || closing?.sessions_left == null) {
    return login?.sessions == null ? t("progress.notLooked") : t("progress.lastSeen", { n: login.sessions });
  }
  const ended = Math.max(0, before - closing.sessions_left);
  return t("progress.ended", { ended, n: Math.max(before, closing.sessions_left) });
}

function WhatHappensNow({ of, database }: { of: Collaborator; database: Database }) {
  const { last_try_at: lastAt } = database.server;
  const you = of.is_me ? "yes" : "no";
  return (
    <p className="quiet">
      {t.rich("progress.meanwhile", { you, who: of.username ?? of.email, database: database.name, wrap, name })}
      {lastAt !== null && ` ${t("progress.lastTry", { when: atTime(new Date(lastAt), new Date()) })}`}
    </p>
  );
}

interface StepsProps {
  of: Collaborator;
  preview: RevocationPreview | undefined;
  before: number;
}

/** In the order in which PostgreSQL is told. A step is ticked when the server has seen it done. */
function Steps({ of, preview, before }: StepsProps) {
  const refused = of.closing?.new_logins_refused_at != null;
  const gone = of.closing?.last_session_gone_at != null;
  const left = of.closing?.sessions_left ?? before;
  const objects = preview?.objects.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const now = t("progress.now");
  return (
    <ol className="steps">
      <Step state={refused ? "done" : "now"} time={refused ? secondsIn(msOf(of, "new_logins_refused_at")) : now}>
        {t.rich("progress.loginRefused", { login: of.login?.name ?? "", code })}
      </Step>
      <Step state={gone ? "done" : refused ? "now" : "wait"}>{membershipsStep(preview, gone)}</Step>
      <Step
        state={gone ? "done" : refused ? "now" : "wait"}
        time={gone ? secondsIn(msOf(of, "last_session_gone_at")) : refused ? now : ""}
      >
        {gone ? t("progress.sessionsEnded") : endSessionsStep(before, left)}
      </Step>
      <Step state={gone ? "now" : "wait"} time={gone ? now : ""}>
        {t("progress.prove")}
      </Step>
      {objects > 0 && <Step state="wait">{t.rich("progress.move", { n: objects, code })}</Step>}
    </ol>
  );
}

const endSessionsStep = (before: number, left: number): string =>
  before === 0
    ? t("progress.endSessions")
    : t("progress.endSessionsOf", { ended: Math.max(0, before - left), n: before });

function membershipsStep(preview: RevocationPreview | undefined, gone: boolean): string {
  if (preview?.seen !== true) return gone ? t("progress.removedUnknown") : t("progress.removeUnknown");
  const { memberships, grants } = preview;
  return gone ? t("progress.removed", { memberships, grants }) : t("progress.remove", { memberships, grants });
}

const secondsIn = (ms: number | null): string => (ms === null ? "" : t("progress.seconds", { seconds: secondsOf(ms) }));

function Step({ state, time, children }: { state: "done" | "now" | "wait"; time?: string; children: ReactNode }) {
  return (
    <li className={state === "wait" ? "wait" : ""}>
      <span className={state === "now" ? "c-move" : ""}>
        {state === "done" ? <TickSign /> : state === "now" ? <RunningSign /> : <WaitingSign />}
      </span>
      <span>{children}</span>
      <time>{time}</time>
    </li>
  );
}
