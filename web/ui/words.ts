import { language } from "../strings/language.ts";
import { t } from "../strings/ui.ts";

/** `no session`, `1 session`, `4 sessions` */
export const sessionsCounted = (n: number): string => t("sessions", { n });

/** `a, b and c` */
export const listed = (words: readonly string[]): string =>
  // British English has no comma before the last one, as the rest of the dashboard.
  new Intl.ListFormat(language() === "en" ? "en-GB" : language(), { type: "conjunction" }).format(words);

/** `1.2 MB`, `340 kB`; null where no size is known. */
export function sizeInWords(bytes: number): string {
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? ["byte", 1];
  const value = bytes / size;
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "byte" || value >= 100 ? 0 : 1,
  }).format(value);
}

const units = [
  ["terabyte", 1e12],
  ["gigabyte", 1e9],
  ["megabyte", 1e6],
  ["kilobyte", 1e3],
] as const;

/** `0.412`, with as many places, as the reader's language sets it. */
export const decimals = (n: number, places: number): string =>
  new Intl.NumberFormat(language(), {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    useGrouping: false,
  }).format(n);

/** Milliseconds as `0.412`. */
export const secondsOf = (ms: number): string => decimals(ms / 1000, 3);

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** `1 person`, `4 people` */
export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
