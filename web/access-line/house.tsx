import { drawnTicks } from "./access-line.ts";

/** Door and room of a whole database. `waiting`: somebody's access is still open after a revoke. */
export function House({ sessions, silent, waiting }: { sessions: number; silent: boolean; waiting: boolean }) {
  return (
    <svg
      className={`al house ${waiting ? "revoking" : ""}${silent ? " seen" : ""}`}
      viewBox="0 0 64 28"
      aria-hidden="true"
    >
      <rect className="room" x="12" y="4" width="51" height="20" rx="2" />
      <line className="t" x1="3" y1="14" x2="60" y2="14" />
      <rect className="door" x="10" y="0" width="4" height="9.5" rx="1" />
      <rect className="door" x="10" y="18.5" width="4" height="9.5" rx="1" />
      {drawnTicks(sessions).map((n) => (
        <line key={n} className="tick" x1={22 + n * 8} x2={22 + n * 8} y1="9" y2="19" />
      ))}
    </svg>
  );
}

/** The sign of a note about a door that is open although it should not be. */
export const OpenDoorSign = () => (
  <svg className="c-move" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <rect x="8" y="2.5" width="12" height="15" rx="1.5" fill="var(--move-room)" />
    <rect x="6" y="0" width="4" height="8" rx="1" fill="currentColor" />
    <rect x="6" y="12" width="4" height="8" rx="1" fill="currentColor" />
    <path d="M1 10h18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
);
