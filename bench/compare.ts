import { median, type Row } from "./row.ts";

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly target: number;
  readonly rounds: number;
  /** A higher rate is better, a longer time is worse. */
  readonly measures: "rate" | "time";
}

/**
 * Measures both by turns, and first the one, then the other: what else the machine does then slows both. Medians; the
 * ratio is the median of those of each round. A round before the first one warms up and does not count.
 */
export async function compare(
  { rounds, measures, ...row }: Comparison,
  product: () => Promise<number>,
  yardstick: () => Promise<number>,
): Promise<Row> {
  const pairs: { measured: number; against: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0 ? await product() : await yardstick();
    const second = round % 2 === 0 ? await yardstick() : await product();
    const [measured, against] = round % 2 === 0 ? [first, second] : [second, first];
    if (round > 0) pairs.push({ measured, against });
  }
  return {
    name: row.name,
    unit: row.unit,
    target: row.target,
    measured: median(pairs.map((pair) => pair.measured)),
    against: median(pairs.map((pair) => pair.against)),
    ratio: median(pairs.map((pair) => costOf(pair, measures))),
  };
}

const costOf = ({ measured, against }: { measured: number; against: number }, measures: "rate" | "time"): number =>
  measures === "rate" ? against / measured : measured / against;
