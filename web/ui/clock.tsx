import { useEffect, useState, type ReactNode } from "react";
import { clockReading } from "./clock.ts";

interface ClockProps {
  label: string;
  /** `performance.now()` when it started. */
  startedAt: number;
  /** Milliseconds it stopped at, by the server; null while it runs. */
  stoppedAt: number | null;
  children: ReactNode;
}

/** Runs at 20 steps a second (once a second where less motion is wanted), then stops on the server's value. Silent. */
export function Clock({ label, startedAt, stoppedAt, children }: ClockProps) {
  const ran = useRunning(startedAt, stoppedAt === null);
  const { digits, unit } = clockReading(stoppedAt ?? ran, stoppedAt !== null);
  return (
    <div className="clock" role="group" aria-label={label}>
      <p className="label">{label}</p>
      <p className="time">
        {digits}
        <small>{unit}</small>
      </p>
      <p className="st">{children}</p>
    </div>
  );
}

function useRunning(startedAt: number, running: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!running) return undefined;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setInterval(() => setNow(performance.now()), calm ? 1000 : 50);
    return () => clearInterval(timer);
  }, [running]);
  return Math.max(0, now - startedAt);
}
