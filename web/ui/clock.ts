import { decimals } from "./words.ts";

/** What a clock shows: milliseconds while they can be read, tenths later, minutes from two on. */
export function clockReading(ms: number, stopped = true): { digits: string; unit: string } {
  const seconds = ms / 1000;
  if (seconds < 10) return { digits: decimals(seconds, 3), unit: "s" };
  if (seconds < 120) return { digits: decimals(seconds, stopped ? 3 : 1), unit: "s" };
  const whole = Math.floor(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  if (whole < 3600) return { digits: `${Math.floor(whole / 60)}:${two(whole % 60)}`, unit: "min" };
  return { digits: `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`, unit: "h" };
}
