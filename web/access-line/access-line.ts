import type { Collaborator } from "@guestlist/contract";
import { dayAndMonth, isSameDay, timeLeft, atTime } from "../ui/time.ts";
import { capital, sessionsCounted } from "../ui/words.ts";
import { levelName } from "../access-levels.ts";
import { t } from "../strings/access.ts";
import { said } from "../strings/said.ts";

/** Where a person stands between outside and the room, as it is drawn. */
export type LineState =
  | "owner"
  | "pending"
  | "expired"
  | "making"
  | "open"
  | "revoking"
  | "closing"
  | "closed"
  | "withdrawn"
  | "ended";

export interface AccessNow {
  readonly state: LineState;
  /** The room as it was last seen: the server does not answer now. */
  readonly asLastSeen: boolean;
  readonly sessions: number;
  readonly endsSoon: boolean;
  /** The first words, and whether they are about access being open or changing. */
  readonly word: string;
  readonly tone: "open" | "move" | "none";
  /** The second line, in pieces; `move` ones are about something that changes or ends soon, `first` ones worth the only line. */
  readonly more: readonly { text: string; move?: boolean; first?: boolean }[];
}

type SeenCollaborator = Pick<
  Collaborator,
  | "status"
  | "access"
  | "expired"
  | "login"
  | "changing"
  | "closing"
  | "closure_number"
  | "until"
  | "invitation_expires_at"
  | "mail_failed"
>;

const week = 7 * 24 * 3_600_000;

/** Whether the server that holds the database does not answer now, or answers and does not let us work on it. */
export type Silence = boolean | "refuses";

export const silenceOf = ({
  state,
  to_mend: mend,
}: {
  readonly state: string;
  readonly to_mend: string | null;
}): Silence => state === "silent" && (mend === null || "refuses");

/** The line and its words for one collaborator. */
export function accessNow(of: SeenCollaborator, silent: Silence, now: Date): AccessNow {
  switch (of.status) {
    case "pending":
      return pendingNow(of, now);
    case "revoking":
      return revokingNow(of, silent);
    case "ended":
      return endedNow(of);
    case "owner":
    case "accepted":
      return acceptedNow(of, silent, now);
  }
}

const nothing = { asLastSeen: false, sessions: 0, endsSoon: false, tone: "none" } as const;

function pendingNow(of: SeenCollaborator, now: Date): AccessNow {
  const ends = of.invitation_expires_at === null ? "" : dayAndMonth(new Date(of.invitation_expires_at), now);
  const more = of.expired ? t("expired", { day: ends }) : t("lasts", { day: ends });
  return {
    ...nothing,
    state: of.expired ? "expired" : "pending",
    word: t("notOpen"),
    more:
      of.mail_failed !== null && !of.expired
        ? [{ text: t("mailFailed", { reason: said(of.mail_failed) }), move: true }]
        : [{ text: more }],
  };
}

function revokingNow(of: SeenCollaborator, silent: Silence): AccessNow {
  const { closing } = of;
  if (closing?.new_logins_refused_at != null) {
    const left = closing.sessions_left ?? 0;
    return {
      ...nothing,
      state: "closing",
      sessions: left,
      word: t("refused"),
      tone: "move",
      more: [{ text: t("left", { n: left }) }],
    };
  }
  const waits = silent !== false || closing?.waiting != null;
  return {
    ...nothing,
    state: "revoking",
    asLastSeen: waits,
    sessions: of.login?.sessions ?? 0,
    word: t("stillOpen"),
    tone: "move",
    more: [{ text: silent === false ? said(closing?.waiting ?? t("closingNow")) : whenServer(silent) }],
  };
}

const whenServer = (silent: Silence): string => (silent === "refuses" ? t("whenMended") : t("whenAnswers"));

function endedNow(of: SeenCollaborator): AccessNow {
  if (of.closure_number === null) {
    return { ...nothing, state: "withdrawn", word: t("notOpen"), more: [{ text: t("withdrawn") }] };
  }
  return {
    ...nothing,
    state: "closed",
    word: t("closed"),
    more: [{ text: t("receipt", { number: receiptNumber(of.closure_number) }) }],
  };
}

function acceptedNow(of: SeenCollaborator, silent: Silence, now: Date): AccessNow {
  const { login } = of;
  if (login === null || login.state !== "ready") {
    const goes = silent ? t("waitsForServer") : t("making");
    return {
      ...nothing,
      state: "making",
      word: t("notOpenYet"),
      tone: "move",
      more: [{ text: silent ? goes : said(login?.blocked ?? goes) }],
    };
  }
  const ending = endingSoon(of.until, now);
  return {
    state: of.status === "owner" ? "owner" : "open",
    asLastSeen: silent !== false,
    sessions: login.sessions ?? 0,
    endsSoon: ending !== null,
    word: t("open"),
    tone: "open",
    more: [
      ...changingWords(of, silent).map((text) => ({ text, move: true, first: true })),
      ...(ending === null ? [] : [{ text: ending, move: true, first: true }]),
      { text: sessionWords(login, silent !== false, now) },
    ],
  };
}

/** What PostgreSQL still gives of what was changed. */
function changingWords({ changing, login }: SeenCollaborator, silence: Silence): string[] {
  const silent = silence === "refuses" ? "refuses" : silence ? "yes" : "no";
  return [
    ...(changing?.level === true && login?.access != null
      ? [t("stillLevel", { level: levelName(login.access).toLocaleLowerCase(), silent })]
      : []),
    ...(changing?.end === true ? [t("stillEnd")] : []),
  ];
}

function endingSoon(until: string | null, now: Date): string | null {
  if (until === null) return null;
  const end = new Date(until);
  return end.getTime() - now.getTime() > week ? null : t("endsIn", { span: timeLeft(end, now) });
}

function sessionWords(login: NonNullable<Collaborator["login"]>, silent: boolean, now: Date): string {
  if (!login.has_password) return t("noPassword");
  if (login.sessions === null) return t("notLookedUp");
  const words = sessionsCounted(login.sessions);
  if (login.sessions === 0) return words;
  return silent && login.seen_at !== null
    ? t("lastSeen", { sessions: words, when: atTime(new Date(login.seen_at), now) })
    : t("now", { sessions: words });
}

/** `0042` */
export const receiptNumber = (n: number): string => String(n).padStart(4, "0");

/** "Open, ends in 3 days, 1 session": one line, where there is no room for two. */
export function accessInOneLine(access: AccessNow): string {
  const first = access.more.find((piece) => piece.first);
  const sessions = access.sessions > 0 ? sessionsCounted(access.sessions) : "";
  switch (access.state) {
    case "owner":
    case "open":
      return [access.word, first?.text ?? "", first ? "" : sessions].filter((words) => words !== "").join(", ");
    case "pending":
      return t("notOpenPending");
    case "expired":
      return t("notOpenExpired");
    case "revoking":
      return t("stillOpenRevoking");
    default:
      return capital(access.word);
  }
}

/** `invited today`, `invited 9 Nov` */
export function invitedWords(at: Date, now: Date): string {
  return isSameDay(at, now) ? t("invitedToday") : t("invitedOn", { day: dayAndMonth(at, now) });
}

const mostDrawn = 5;

/** At most five ticks are drawn; the words give the number. */
export const drawnTicks = (sessions: number): number[] =>
  Array.from({ length: Math.min(sessions, mostDrawn) }, (_, tick) => tick);
