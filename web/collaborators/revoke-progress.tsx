import type { Collaborator, Database, RevocationPreview } from "@guestlist/contract";
import { useRef, type ReactNode } from "react";
import { Name } from "../ui/address.tsx";
import { Clock } from "../ui/clock.tsx";
import { RunningSign, TickSign, WaitingSign } from "../ui/signs.tsx";
import { clockMilliseconds, timeOrDay } from "../ui/time.ts";
import { counted, listed } from "../ui/words.ts";
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
        <Clock label="New logins refused" startedAt={startedAt} stoppedAt={refusedMs}>
          {refusedMs === null ? (
            <>
              <span className="c-move">Running</span>, not refused yet
            </>
          ) : (
            <>
              <strong>Done</strong> at {clockMilliseconds(new Date(of.closing?.new_logins_refused_at ?? ""))}
            </>
          )}
        </Clock>
        <Clock label="Last session gone" startedAt={startedAt} stoppedAt={goneMs}>
          {goneMs === null ? (
            <>
              <span className="c-move">Running</span>, {sessionsInWords(of, before, phase.at === "waiting")}
            </>
          ) : (
            <>
              <strong>Done</strong> at {clockMilliseconds(new Date(of.closing?.last_session_gone_at ?? ""))}
            </>
          )}
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
    return login?.sessions == null ? "not looked yet" : `${counted(login.sessions, "session", "sessions")} last seen`;
  }
  const ended = Math.max(0, before - closing.sessions_left);
  return `${ended} of ${counted(Math.max(before, closing.sessions_left), "session", "sessions")} ended`;
}

function WhatHappensNow({ of, database }: { of: Collaborator; database: Database }) {
  const who = of.is_me ? "You can" : `${of.username ?? of.email} can`;
  const { server } = database;
  return (
    <p className="quiet">
      <span className="wrap">{who}</span> no longer use this dashboard for <Name of={database.name} />. We try the
      server again at least every 30 s, for as long as it takes. To close access sooner, stop the server or block its
      port.
      {server.last_try_at !== null && ` Last try at ${timeOrDay(new Date(server.last_try_at), new Date())}.`}
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
  const ended = before === 0 ? "" : `, ${Math.max(0, before - left)} of ${before}`;
  return (
    <ol className="steps">
      <Step state={refused ? "done" : "now"} time={refused ? secondsOf(msOf(of, "new_logins_refused_at")) : "now"}>
        Login {of.login !== null && <code>{of.login.name}</code>} refused
      </Step>
      <Step state={gone ? "done" : refused ? "now" : "wait"}>
        {gone ? `${memberships(preview)} removed` : `Remove ${memberships(preview, "memberships and grants")}`}
      </Step>
      <Step
        state={gone ? "done" : refused ? "now" : "wait"}
        time={gone ? secondsOf(msOf(of, "last_session_gone_at")) : refused ? "now" : ""}
      >
        {gone ? "Sessions ended" : `Ending sessions${ended}`}
      </Step>
      <Step state={gone ? "now" : "wait"} time={gone ? "now" : ""}>
        Prove it: try to log in, and be refused
      </Step>
      {objects > 0 && (
        <Step state="wait">
          Move {counted(objects, "object", "objects")} to <code>guestlist_kept</code>
        </Step>
      )}
    </ol>
  );
}

function memberships(preview: RevocationPreview | undefined, unknown = "Memberships and grants"): string {
  if (preview?.seen !== true) return unknown;
  return listed([
    counted(preview.memberships, "membership", "memberships"),
    ...(preview.grants > 0 ? [counted(preview.grants, "grant", "grants")] : []),
  ]);
}

const secondsOf = (ms: number | null): string => (ms === null ? "" : `${(ms / 1000).toFixed(3)} s`);

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
