import type { ReactNode } from "react";

export interface Station {
  readonly word: string;
  readonly when: ReactNode;
  /** It has not happened yet. */
  readonly later?: boolean;
}

export interface LongLineProps {
  state: "pending" | "expired" | "making" | "open" | "owner" | "revoking" | "closing" | "closed" | "withdrawn";
  asLastSeen?: boolean;
  sessions: number;
  /** Invited, accepted, login, and what is in the room. */
  stations: readonly [Station, Station, Station, Station];
}

const looks = {
  pending: "pending",
  expired: "pending",
  withdrawn: "ended",
  making: "making",
  open: "open",
  owner: "owner",
  revoking: "revoking",
  closing: "revoking",
  closed: "shut",
} as const;

/** The access line of a dialog: as wide as it, stations at 6, 82 and 158, with words and times below. */
export function LongLine({ state, asLastSeen, sessions, stations }: LongLineProps) {
  return (
    <div className="life">
      <svg className={`al ${looks[state]}${asLastSeen ? " seen" : ""}`} aria-hidden="true">
        <LongDrawing state={state} sessions={sessions} />
      </svg>
      {stations.map((station) => (
        <div key={station.word} className={station.later ? "later" : ""}>
          <b>{station.word}</b>
          {station.when}
        </div>
      ))}
    </div>
  );
}

function LongDrawing({ state, sessions }: Pick<LongLineProps, "state" | "sessions">) {
  if (state === "pending" || state === "expired" || state === "withdrawn")
    return <Outside shut={state === "withdrawn"} />;
  if (state === "making") return <BeforeTheDoor />;
  const shut = state === "closing" || state === "closed";
  const room = state !== "closed" && !(state === "closing" && sessions === 0);
  return (
    <>
      {room && <rect className="room" x="158" y="4" style={{ width: "calc(100% - 158px)" }} height="20" rx="2" />}
      {room && <line className="t" x1={shut ? 158 : 6} y1="14" x2="100%" y2="14" />}
      {(shut || !room) && <line className="t" x1="6" y1="14" x2="151" y2="14" />}
      {state === "owner" ? (
        <rect className="disc" x="77.5" y="9.5" width="9" height="9" rx="1" />
      ) : (
        <>
          <circle className="disc" cx="6" cy="14" r="3" />
          <circle className="disc" cx="82" cy="14" r="4.5" />
        </>
      )}
      <Halves upTo={shut ? 14 : state === "revoking" ? 11.8 : 9.5} />
      {room && <LongTicks sessions={sessions} />}
      {state === "closed" && <path className="seal" d="M170 14 l4 4 l7.5 -8.5" />}
    </>
  );
}

const LongTicks = ({ sessions }: { sessions: number }) =>
  Array.from({ length: Math.min(5, sessions) }, (_, n) => 270 + 9 * n).map((x) => (
    <line key={x} className="tick" x1={x} x2={x} y1="9" y2="19" />
  ));

const Halves = ({ upTo, name = "door" }: { upTo: number; name?: string }) => (
  <>
    <rect className={name} x="156" y="0" width="4" height={upTo} rx={upTo === 14 ? 0 : 1} />
    <rect className={name} x="156" y={28 - upTo} width="4" height={upTo} rx={upTo === 14 ? 0 : 1} />
  </>
);

const Outside = ({ shut }: { shut: boolean }) => (
  <>
    {!shut && <line className="dots" x1="16" y1="14" x2="152" y2="14" />}
    {!shut && <line className="dots" x1="166" y1="14" x2="100%" y2="14" />}
    <circle className="hollow" cx="6" cy="14" r="4" />
    <Halves upTo={shut ? 14 : 9.5} name={shut ? "door" : "ghost"} />
  </>
);

const BeforeTheDoor = () => (
  <>
    <g className="past">
      <line className="t" x1="6" y1="14" x2="82" y2="14" />
      <circle className="disc" cx="6" cy="14" r="3" />
      <circle className="disc" cx="82" cy="14" r="4.5" />
    </g>
    <line className="dots" x1="92" y1="14" x2="152" y2="14" />
    <Halves upTo={9.5} />
    <line className="dots" x1="166" y1="14" x2="100%" y2="14" />
  </>
);
