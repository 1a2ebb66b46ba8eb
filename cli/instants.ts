import { UsageFailure } from "./failure.ts";

/** `2026-02-13 10:21:07 UTC`: one zone for everybody, since these are compared with the server's own log. */
export const instant = (iso: string | null): string =>
  iso === null ? "n/a" : `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `0.031 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;

/** `never` takes an end away; what else may be said (`30d`, a day, an instant) is for the server to read. */
export function parseUntil(text: string): string | null {
  const when = text.trim();
  if (when === "") throw new UsageFailure("--until needs 30d, a day like 2027-01-31, or never.");
  return when.toLowerCase() === "never" ? null : when;
}
