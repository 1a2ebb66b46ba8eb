import type { Closure } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { receiptNumber } from "../access-line/access-line.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { Clock } from "../ui/clock.tsx";
import { clockMilliseconds, exactTime } from "../ui/time.ts";
import { t } from "../strings/closures.ts";
import { code } from "../ui/marks.tsx";
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
          <h3>{t("receipt.title", { number: receiptNumber(closure.number) })}</h3>
          <span>{exactTime(new Date(closure.new_logins_refused_at))}</span>
        </div>
        <Facts closure={closure} last={last === true} />
      </div>
    </>
  );
}

export function StoppedClocks({ closure }: { closure: Closure }) {
  const gone = clockMilliseconds(new Date(closure.last_session_gone_at));
  return (
    <div className="clocks last">
      <Clock label={t("receipt.refused")} startedAt={0} stoppedAt={closure.refused_after_ms}>
        {t("receipt.at", { time: clockMilliseconds(new Date(closure.new_logins_refused_at)) })}
      </Clock>
      <Clock label={t("receipt.gone")} startedAt={0} stoppedAt={closure.gone_after_ms}>
        {t("receipt.goneAt", { time: gone, n: closure.sessions_ended.length })}
      </Clock>
    </div>
  );
}

function Facts({ closure, last }: { closure: Closure; last: boolean }) {
  const clock = clockInWords(closure);
  return (
    <dl className="facts-2">
      <LoginFacts closure={closure} />
      <dt>{t("receipt.sessions")}</dt>
      <dd>{sessionsEndedInWords(closure)}</dd>
      <dt>{t("receipt.memberships")}</dt>
      <dd>
        {closure.memberships_removed.length === 0 ? (
          t("receipt.noMembership")
        ) : (
          <code>{closure.memberships_removed.join(", ")}</code>
        )}
      </dd>
      <dt>{t("receipt.objects")}</dt>
      <dd>
        {closure.objects_moved.length === 0
          ? t("receipt.noObject")
          : t.rich("receipt.moved", { objects: movedInWords(closure), role: closure.objects_kept_by, code })}
      </dd>
      <dt>{t("receipt.leftOver")}</dt>
      <dd>{leftOverInWords(closure)}</dd>
      {closure.could_still_use !== null && (
        <>
          <dt>{t("receipt.couldStillUse")}</dt>
          <dd>
            {leftoverAnswer(closure.could_still_use)}
            {!last && closure.could_still_use.items.length > 0 && (
              <>
                {" "}
                <ToReceipt closure={closure} hash="could-still-use">
                  {t("receipt.decide")}
                </ToReceipt>
              </>
            )}
          </dd>
        </>
      )}
      <dt>{t("receipt.by")}</dt>
      <dd>{closure.ended_by === null ? t("receipt.guestlist") : <AddressBreaks of={closure.ended_by} />}</dd>
      <dt>{t("receipt.server")}</dt>
      <dd>
        {t.rich("receipt.serverIs", { identifier: closure.system_identifier, version: closure.server_version, code })}
      </dd>
      {clock !== null && (
        <>
          <dt>{t("receipt.clock")}</dt>
          <dd>{clock}</dd>
        </>
      )}
      <dt>{t("receipt.signature")}</dt>
      <dd>
        <Signature closure={closure} last={last} />
      </dd>
    </dl>
  );
}

/** What PostgreSQL said of the login when it was refused. */
function LoginFacts({ closure }: { closure: Closure }) {
  const { login_attempt: attempt, role_oid: oid } = closure;
  return (
    <>
      <dt>{t("receipt.attempt")}</dt>
      <dd>{t("receipt.attemptRefused", { sqlstate: attempt.sqlstate, message: attempt.message })}</dd>
      <dt>{t("receipt.login")}</dt>
      <dd>
        {t.rich("receipt.loginIs", {
          login: closure.login_name,
          oid: oid === null ? "" : String(oid),
          state: closure.login_dropped_at === null ? "closed" : "dropped",
          code,
        })}
      </dd>
      <dt>{t("receipt.refusedAt")}</dt>
      <dd>{closure.lsn === null ? t("receipt.noLsn") : t.rich("receipt.lsn", { lsn: closure.lsn, code })}</dd>
    </>
  );
}

function ToReceipt({ closure, hash, children }: { closure: Closure; hash: string; children: ReactNode }) {
  const params = { database: closure.database.name, closure: String(closure.number) };
  return (
    <Link to="/databases/$database/closures/$closure" params={params} hash={hash}>
      {children}
    </Link>
  );
}

function Signature({ closure, last }: { closure: Closure; last: boolean }) {
  const { signature } = closure;
  if (signature === null) return t("receipt.unsigned");
  const key = shortKey(signature.key_id);
  if (last) return t.rich("receipt.signed", { key, code });
  const check = (words: ReactNode) => (
    <ToReceipt closure={closure} hash="check">
      {words}
    </ToReceipt>
  );
  return t.rich("receipt.signedChecked", { key, code, check });
}
