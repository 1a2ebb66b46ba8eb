interface StepChartProps {
  /** Null where nothing is known: nothing is drawn there. */
  points: readonly (number | null)[];
}

const height = 64;

/** Steps in the color of open access. Hidden from screen readers: words and table say the same. */
export function StepChart({ points }: StepChartProps) {
  const most = Math.max(1, ...points.map((sessions) => sessions ?? 0));
  const y = (sessions: number): number => height - 2 - (sessions / most) * (height - 6);
  return (
    <svg
      className="step-chart"
      viewBox={`0 0 ${points.length} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {runsOf(points).map(({ first, values }) => {
        const line = values.map((sessions, n) => `${n === 0 ? "M" : "L"}${first + n} ${y(sessions)}h1`).join("");
        return (
          <g key={first}>
            <path className="area" d={`${line}V${height}H${first}Z`} />
            <path className="line" d={line} />
          </g>
        );
      })}
    </svg>
  );
}

/** What is known, in pieces without a gap. */
function runsOf(points: readonly (number | null)[]): { first: number; values: number[] }[] {
  const runs: { first: number; values: number[] }[] = [];
  for (const [n, sessions] of points.entries()) {
    if (sessions === null) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.values.length === n) last.values.push(sessions);
    else runs.push({ first: n, values: [sessions] });
  }
  return runs;
}
