/**
 * One line of the table of measurements: `measured` and `against` in `unit`, `ratio` between them, at most `target`.
 * Without a target it is only told.
 */
export interface Row {
  readonly name: string;
  readonly measured: number;
  readonly against: number;
  /** How many times the yardstick it costs: less is better, in rates as in times. */
  readonly ratio: number;
  readonly unit: string;
  readonly target: number | null;
}

export const met = (row: Row): boolean => row.target === null || row.ratio <= row.target;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value that a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0;
}

/** As text, columns aligned; what misses its target says so. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [
    ["", "measured", "against", "", "ratio", "target", ""],
    ...rows.map((row) => [
      row.name,
      digits(row.measured),
      digits(row.against),
      row.unit,
      row.ratio.toFixed(2),
      row.target?.toFixed(2) ?? "",
      met(row) ? "" : "missed",
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const isText = (column: number): boolean => column === 0 || column === 3 || column === 6;
  return lines
    .map((line) =>
      line
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
