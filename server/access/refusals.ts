import { isConnectionLost } from "../databases/connection-failure.ts";

/** What PostgreSQL is known to refuse, in words; undefined for what nobody expected. */
export function inWords(error: unknown): string | undefined {
  const { code = "", message = "", detail } = error as { code?: string; message?: string; detail?: string };
  const known = words[code];
  if (known === undefined) return undefined;
  return `${known}: ${message}${detail === undefined ? "" : ` (${firstLine(detail)})`}`;
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

const words: Record<string, string> = {
  "42501": "PostgreSQL refuses this to the admin connection",
  "42939": "PostgreSQL keeps this name for itself",
  "42710": "A role of that name exists on the server already",
  "42P04": "A database of that name exists on the server already",
  "42704": "A role that is needed is not there",
  "3D000": "The database is not on its server any more",
  "2BP01": "Something still depends on the role",
  "55P03": "A lock that somebody holds is in the way",
  "57014": "It took too long and was given up",
  "55006": "The database is in use",
  "54000": "PostgreSQL has no room for another grant",
  "53200": "PostgreSQL is out of memory",
  "53100": "The server's disk is full",
  "0LP01": "PostgreSQL does not take the grant",
  "25006": "The server is read-only",
  "40P01": "Two changes waited for each other",
  XX000: "PostgreSQL is busy with the same role",
};

/** Two sessions changed one role at once, or waited for each other: the same statement works a moment later. */
export const isWorthRepeating = (error: unknown): boolean => {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return (code === "XX000" && /concurrently updated/.test(message)) || code === "40P01" || code === "40001";
};

/** The same, or a lock was waited for in vain. */
export const isBusy = (error: unknown): boolean =>
  isWorthRepeating(error) || (error as { code?: string }).code === "55P03";

/** Any refusal of PostgreSQL, also one that nobody expected; undefined for what is none, as a lost connection. */
export function anyInWords(error: unknown): string | undefined {
  const { code, severity, message = "" } = error as { code?: string; severity?: string; message?: string };
  if (code === undefined || severity === undefined || isConnectionLost(error)) return undefined;
  return inWords(error) ?? `PostgreSQL refuses this: ${message}`;
}
