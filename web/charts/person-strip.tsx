interface PersonStripProps {
  points: readonly number[];
  most: number;
}

/** One person's day as a strip of steps. The words beside it say how many at most, the table when. */
export function PersonStrip({ points, most }: PersonStripProps) {
  return (
    <svg
      className="person-strip"
      viewBox={`0 0 ${points.length} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={stepsOf(points, most)} fill="var(--open)" />
    </svg>
  );
}

/** A rectangle for each run of the same number. */
function stepsOf(points: readonly number[], most: number): string {
  const runs: string[] = [];
  for (let n = 0; n < points.length;) {
    const sessions = points[n] ?? 0;
    let end = n + 1;
    while (end < points.length && points[end] === sessions) end += 1;
    const high = (sessions / Math.max(most, 1)) * 10;
    if (sessions > 0) runs.push(`M${n} 10V${10 - high}H${end}V10Z`);
    n = end;
  }
  return runs.join("");
}
