import type { Closure } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Clock } from "../ui/clock.tsx";
import { clockMilliseconds, exactTime } from "../ui/time.ts";
import { counted } from "../ui/words.ts";
import { leftoverAnswer } from "./leftover-words.ts";
import { clockInWords, leftOverInWords, movedInWords, sessionsEndedInWords, shortKey } from "./receipt-words.ts";

interface ReceiptProps {
  closure: Closure;
  /** The two times stand above the tear line. */
  clocks?: boolean;
  /** Whoever ended their own access cannot come to the receipt's page any more. */
  last?: boolean;
}

/** The closure receipt: what PostgreSQL itself said. */
export function Receipt({ closure, clocks, last }: ReceiptProps) {
  return (
    <>
      {clocks && <StoppedClocks closure={closure} />}
      <div className="slip">
        <div className="stub">
          <h3>Closure receipt {receiptNumber(closure.number)}</h3>
          <span>{exactTime(new Date(closure.new_logins_refused_at))}</span>
        </div>
        <Facts closure={closure} last={last === true} />
      </div>
    </>
  );
}

export function StoppedClocks({ closure }: { closure: Closure }) {
  const ended = closure.sessions_ended.length;
  return (
    <div className="clocks last">
      <Clock label="New logins refused" startedAt={0} stoppedAt={closure.refused_after_ms}>
        at {clockMilliseconds(new Date(closure.new_logins_refused_at))}
      </Clock>
      <Clock label="Last session gone" startedAt={0} stoppedAt={closure.gone_after_ms}>
        at {clockMilliseconds(new Date(closure.last_session_gone_at))},{" "}
        {ended === 0 ? "no session was open" : `${counted(ended, "session", "sessions")} ended`}
      </Clock>
    </div>
  );
}

function Facts({ closure, last }: { closure: Closure; last: boolean }) {
  const { login_attempt: attempt } = closure;
  const clock = clockInWords(closure);
  return (
    <dl className="facts-2">
      <dt>Login attempt</dt>
      <dd>
        Refused, SQLSTATE {attempt.sqlstate}: {attempt.message}
      </dd>
      <dt>Login</dt>
      <dd>
        <code>{closure.login_name}</code>, OID {closure.role_oid},{" "}
        {closure.login_dropped_at === null ? "closed" : "dropped"}
      </dd>
      <dt>Login refused at</dt>
      <dd>
        {closure.lsn === null ? (
          "not told by the server"
        ) : (
          <>
            LSN <code>{closure.lsn}</code>
          </>
        )}
      </dd>
      <dt>Sessions ended</dt>
      <dd>{sessionsEndedInWords(closure)}</dd>
      <dt>Memberships removed</dt>
      <dd>
        {closure.memberships_removed.length === 0 ? "None" : <code>{closure.memberships_removed.join(", ")}</code>}
      </dd>
      <dt>Objects moved</dt>
      <dd>
        {closure.objects_moved.length === 0 ? (
          "None"
        ) : (
          <>
            {movedInWords(closure)} to <code>{closure.objects_kept_by}</code>
          </>
        )}
      </dd>
      <dt>Left over</dt>
      <dd>{leftOverInWords(closure)}</dd>
      {closure.could_still_use !== null && (
        <>
          <dt>Could still use</dt>
          <dd>
            {leftoverAnswer(closure.could_still_use)}
            {!last && closure.could_still_use.items.length > 0 && (
              <>
                {" "}
                <Link
                  to="/databases/$database/closures/$closure"
                  params={{ database: closure.database.name, closure: String(closure.number) }}
                  hash="could-still-use"
                >
                  See and decide
                </Link>
              </>
            )}
          </dd>
        </>
      )}
      <dt>Ended by</dt>
      <dd>{closure.ended_by === null ? "Guestlist" : <AddressBreaks of={closure.ended_by} />}</dd>
      <dt>Server</dt>
      <dd>
        <code>{closure.system_identifier}</code>, PostgreSQL {closure.server_version}
      </dd>
      {clock !== null && (
        <>
          <dt>Clock</dt>
          <dd>{clock}</dd>
        </>
      )}
      <dt>Signature</dt>
      <dd>
        <Signature closure={closure} last={last} />
      </dd>
    </dl>
  );
}

function Signature({ closure, last }: { closure: Closure; last: boolean }) {
  const { signature, database, number } = closure;
  if (signature === null) return "None: it ended before receipts were signed";
  return (
    <>
      Ed25519, key <code>{shortKey(signature.key_id)}</code>
      {!last && (
        <>
          .{" "}
          <Link
            to="/databases/$database/closures/$closure"
            params={{ database: database.name, closure: String(number) }}
            hash="check"
          >
            Check it without Guestlist
          </Link>
        </>
      )}
    </>
  );
}
