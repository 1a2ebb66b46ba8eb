import type { Collaborator, RevocationPreview } from "@guestlist/contract";
import type { ReactNode } from "react";
import { LongLine, type LongLineProps, type Station } from "../access-line/long-line.tsx";
import { Moment } from "../ui/moment.tsx";
import { atTime, clockSeconds, clockTime, isSameDay, shortDay, sinceTime, timeOrDay } from "../ui/time.ts";
import { t } from "../strings/revoking.ts";
import type { RevokePhase } from "./use-revoke.ts";

interface RevokeLineProps {
  of: Collaborator;
  phase: RevokePhase;
  preview: RevocationPreview | undefined;
}

/** The long access line of the pop-up: where the person came from, and how far the door is shut. */
export function RevokeLine({ of, phase, preview }: RevokeLineProps) {
  const sessions = sessionsIn(of, phase, preview);
  const unseen = preview?.seen === false;
  return (
    <LongLine
      state={stateOf(of, phase)}
      asLastSeen={phase.at === "waiting" || (phase.at === "asking" && unseen)}
      sessions={sessions}
      stations={[
        { word: t("line.invited"), when: <Day at={of.invited_at} /> },
        of.accepted_at === null
          ? { word: t("line.accepted"), when: t("line.notYet"), later: true }
          : { word: t("line.accepted"), when: <Day at={of.accepted_at} /> },
        doorStation(of, phase),
        roomStation(of, phase, preview, sessions),
      ]}
    />
  );
}

function stateOf(of: Collaborator, phase: RevokePhase): LongLineProps["state"] {
  if (of.accepted_at === null) return phase.at === "ended" ? "withdrawn" : of.expired ? "expired" : "pending";
  if (phase.at === "ended") return "closed";
  if (phase.at === "waiting" || phase.at === "unseen") return "revoking";
  if (phase.at === "closing") return of.closing?.new_logins_refused_at == null ? "revoking" : "closing";
  return of.login?.state === "ready" ? "open" : "making";
}

function sessionsIn(of: Collaborator, phase: RevokePhase, preview: RevocationPreview | undefined): number {
  if (phase.at === "ended") return 0;
  const seen = preview?.seen === true ? preview.sessions.length : (of.login?.sessions ?? 0);
  return phase.at === "asking" ? seen : (of.closing?.sessions_left ?? seen);
}

function doorStation(of: Collaborator, phase: RevokePhase): Station {
  if (of.accepted_at === null)
    return phase.at === "ended"
      ? { word: t("line.withdrawn"), when: "" }
      : { word: t("line.login"), when: t("line.noneMade"), later: true };
  const refusedAt = phase.at === "ended" ? phase.closure?.new_logins_refused_at : of.closing?.new_logins_refused_at;
  if (refusedAt != null) return { word: t("line.refused"), when: clockSeconds(new Date(refusedAt)) };
  if (phase.at === "asking") {
    return of.login?.state === "ready"
      ? { word: t("line.ready"), when: <Day at={of.accepted_at} /> }
      : { word: t("line.noLogin"), when: t("line.beingMade"), later: true };
  }
  const asked = of.closing === null ? "" : t("line.asked", { time: clockSeconds(new Date(of.closing.requested_at)) });
  return { word: t("line.open"), when: asked };
}

function roomStation(
  of: Collaborator,
  phase: RevokePhase,
  preview: RevocationPreview | undefined,
  sessions: number,
): Station {
  if (of.accepted_at === null) return { word: t("line.nobody"), when: t("line.noSession"), later: true };
  if (phase.at === "ended") return { word: t("line.proved"), when: t("line.provedHow") };
  if (phase.at === "closing")
    return { word: t("line.sessionsLeft", { n: sessions }), when: sessions === 1 ? programOfOne(preview) : "" };
  return { word: t("line.sessions", { n: sessions }), when: sinceWords(of, preview) };
}

/** Of several it is not known which one is left. */
const programOfOne = (preview: RevocationPreview | undefined): string =>
  preview?.seen === true && preview.sessions.length === 1 ? (preview.sessions[0]?.application ?? "") : "";

function sinceWords(of: Collaborator, preview: RevocationPreview | undefined): ReactNode {
  const now = new Date();
  if (preview?.seen === true && preview.sessions.length > 0) {
    const first = preview.sessions.map((session) => session.since).sort()[0] ?? "";
    return sinceTime(new Date(first), now);
  }
  const seenAt = of.login?.seen_at ?? null;
  if (preview?.seen === false)
    return seenAt === null ? t("line.neverSeen") : t("line.asSeen", { when: atTime(new Date(seenAt), now) });
  const last = of.login?.last_login_at ?? null;
  return last === null ? "" : t("line.lastLogin", { time: timeOrDay(new Date(last), now) });
}

/** The day; the time, where it was today. */
function Day({ at }: { at: string | null }) {
  return at === null ? null : (
    <Moment at={at} inWords={(time, now) => (isSameDay(time, now) ? clockTime(time) : shortDay(time, now))} />
  );
}
