import type { ReactNode } from "react";
import { drawnTicks, type LineState } from "./access-line.ts";

export interface LineProps {
  state: LineState;
  asLastSeen?: boolean;
  sessions?: number;
  endsSoon?: boolean;
}

/** Measures of one size: where invited, accepted, door and room are. */
interface Box {
  readonly width: number;
  readonly height: number;
  readonly invited: number;
  readonly accepted: number;
  readonly door: number;
  /** Gap of a door that is open, and of one that was asked to shut: y where the upper half ends. */
  readonly openTo: number;
  readonly askedTo: number;
  readonly roomTop: number;
  readonly small: number;
  readonly disc: number;
  readonly firstTick: number;
  readonly tickStep: number;
}

const row: Box = {
  width: 152,
  height: 28,
  invited: 6,
  accepted: 40,
  door: 74,
  openTo: 9.5,
  askedTo: 11.8,
  roomTop: 4,
  small: 3,
  disc: 4.5,
  firstTick: 91,
  tickStep: 9,
};
const mini: Box = {
  width: 76,
  height: 22,
  invited: 4,
  accepted: 17,
  door: 32,
  openTo: 7.6,
  askedTo: 8.8,
  roomTop: 2.5,
  small: 2.4,
  disc: 3.6,
  firstTick: 43,
  tickStep: 6.5,
};

const classOf: Record<LineState, string> = {
  owner: "owner",
  pending: "pending",
  expired: "pending",
  making: "making",
  open: "open",
  revoking: "revoking",
  closing: "revoking",
  closed: "shut",
  withdrawn: "ended",
  ended: "ended",
};

/**
 * Outside, door, room: the signature of the product. A line that runs through the door into a filled room means that
 * PostgreSQL lets them in. Hidden from screen readers: the words beside it always say the same.
 */
export function AccessLine({ size = "row", ...line }: LineProps & { size?: "row" | "mini" }) {
  const box = size === "row" ? row : mini;
  return (
    <svg
      className={`al ${size === "mini" ? "mini " : ""}${classOf[line.state]}${line.asLastSeen ? " seen" : ""}`}
      viewBox={`0 0 ${box.width} ${box.height}`}
      aria-hidden="true"
    >
      <Drawing box={box} {...line} />
    </svg>
  );
}

function Drawing({ box, state, sessions = 0, endsSoon = false }: LineProps & { box: Box }) {
  const middle = box.height / 2;
  const end = box.width - 6;
  const past = <Past box={box} />;
  switch (state) {
    case "pending":
      return (
        <>
          <Dots from={box.invited + 10} to={box.door - 6} y={middle} />
          <Dots from={box.door + 8} to={end} y={middle} />
          <circle className="hollow" cx={box.invited} cy={middle} r={box.small + 1} />
          <Door box={box} to={box.openTo} ghost />
        </>
      );
    case "expired":
      return (
        <>
          <circle className="hollow" cx={box.invited} cy={middle} r={box.small + 1} />
          <line className="t" x1={box.invited - 6} y1={middle + 6} x2={box.invited + 6} y2={middle - 6} />
          <Door box={box} to={box.openTo} ghost />
        </>
      );
    case "withdrawn":
      return (
        <>
          <circle className="hollow" cx={box.invited} cy={middle} r={box.small + 1} />
          <Door box={box} to={null} />
        </>
      );
    case "making":
      return (
        <>
          <g className="past">
            <line className="t" x1={box.invited} y1={middle} x2={box.accepted} y2={middle} />
            {past}
          </g>
          <Dots from={box.accepted + (box === row ? 10 : 6)} to={box.door - 6} y={middle} />
          <Door box={box} to={box.openTo} />
          <Dots from={box.door + 8} to={end} y={middle} />
        </>
      );
    case "owner":
      return (
        <>
          <Room box={box} />
          <rect
            className="disc"
            x={box.accepted - box.disc}
            y={middle - box.disc}
            width={box.disc * 2}
            height={box.disc * 2}
            rx="1"
          />
          <line className="t" x1={box.accepted} y1={middle} x2={end} y2={middle} />
          <Door box={box} to={box.openTo} />
          <Ticks box={box} sessions={sessions} />
        </>
      );
    case "open":
    case "revoking":
      return (
        <>
          <Room box={box} />
          <line className="t" x1={box.invited} y1={middle} x2={endsSoon ? box.width - 15 : end} y2={middle} />
          {past}
          <Door box={box} to={state === "open" ? box.openTo : box.askedTo} />
          {state === "revoking" && <Jaws box={box} />}
          <Ticks box={box} sessions={sessions} />
          {endsSoon && <Diamond x={box.width - 9} y={middle} />}
        </>
      );
    case "closing":
      return (
        <>
          {sessions > 0 && <Room box={box} />}
          {sessions > 0 && <line className="t" x1={box.door} y1={middle} x2={end} y2={middle} />}
          <line className="t" x1={box.invited} y1={middle} x2={box.door - 7} y2={middle} />
          {past}
          <Door box={box} to={null} />
          <Ticks box={box} sessions={sessions} />
        </>
      );
    case "closed":
    case "ended":
      return (
        <>
          <line className="t" x1={box.invited} y1={middle} x2={box.door - 7} y2={middle} />
          {past}
          <Door box={box} to={null} />
          <path className="seal" d={`M${box.door + 12} ${middle} l4 4 l7.5 -8.5`} />
        </>
      );
  }
}

function Past({ box }: { box: Box }) {
  return (
    <>
      <circle className="disc" cx={box.invited} cy={box.height / 2} r={box.small} />
      <circle className="disc" cx={box.accepted} cy={box.height / 2} r={box.disc} />
    </>
  );
}

function Room({ box }: { box: Box }) {
  return (
    <rect
      className="room"
      x={box.door}
      y={box.roomTop}
      width={box.width - box.door - (box === row ? 3 : 1)}
      height={box.height - 2 * box.roomTop}
      rx="2"
    />
  );
}

/** Two halves that meet when it shuts; `to` is where the upper half ends, null for shut. */
function Door({ box, to, ghost }: { box: Box; to: number | null; ghost?: boolean }) {
  const half = to ?? box.height / 2;
  const name = ghost ? "ghost" : "door";
  return (
    <>
      <rect className={name} x={box.door - 2} y="0" width="4" height={half} rx={to === null ? 0 : 1} />
      <rect className={name} x={box.door - 2} y={box.height - half} width="4" height={half} rx={to === null ? 0 : 1} />
    </>
  );
}

/**
 * A door that was asked to shut closes on the line like a clamp. The gap alone, 4.4 beside 9, was hard to tell from an open
 * door in a row, and impossible without the color.
 */
function Jaws({ box }: { box: Box }) {
  const thick = box === row ? 2.6 : 2.2;
  const wide = box === row ? 12 : 9;
  const jaw = (y: number): ReactNode => (
    <rect className="door" x={box.door - wide / 2} y={y} width={wide} height={thick} rx="1" />
  );
  return (
    <>
      {jaw(box.askedTo - thick)}
      {jaw(box.height - box.askedTo)}
    </>
  );
}

function Ticks({ box, sessions }: { box: Box; sessions: number }) {
  const half = box === row ? 5 : 4;
  return drawnTicks(sessions).map((n) => (
    <line
      key={n}
      className="tick"
      x1={box.firstTick + n * box.tickStep}
      x2={box.firstTick + n * box.tickStep}
      y1={box.height / 2 - half}
      y2={box.height / 2 + half}
    />
  ));
}

const Dots = ({ from, to, y }: { from: number; to: number; y: number }): ReactNode => (
  <line className="dots" x1={from} y1={y} x2={to} y2={y} />
);

const Diamond = ({ x, y }: { x: number; y: number }): ReactNode => (
  <rect className="end" x={x - 4} y={y - 4} width="8" height="8" transform={`rotate(45 ${x} ${y})`} />
);
