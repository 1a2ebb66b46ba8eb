import { Refusal } from "../refusal.ts";

interface Query {
  readonly limit?: number;
  readonly cursor?: string;
}
interface Page {
  readonly limit: number;
  readonly wanted: { readonly limit: number; readonly cursor: string | undefined };
}

/**
 * One row more than the page is asked for: whether there is a next page shows without counting. `positions` is what the
 * list's own look like. @throws Refusal when the cursor is none that the list has given out
 */
export function readPage({ limit = 100, cursor }: Query, positions: RegExp): Page {
  const position = cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString("utf8");
  if (position !== undefined && (encode(position) !== cursor || !positions.test(position))) throw noCursor();
  return { limit, wanted: { limit: limit + 1, cursor: position } };
}

export function pageOf<R extends { readonly cursor: string }>(
  rows: R[],
  { limit }: Page,
): { rows: R[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? encode(last.cursor) : null };
}

const encode = (position: string): string => Buffer.from(position).toString("base64url");

/** Of a list that goes by numbers, of at most that many digits. @throws Refusal when the cursor is none */
export function readNumber(cursor: string | undefined, digits: number): number | undefined {
  if (cursor === undefined) return undefined;
  if (cursor.length > digits || !/^\d+$/.test(cursor)) throw noCursor();
  return Number(cursor);
}

const noCursor = (): Refusal =>
  new Refusal(
    "invalid_request",
    "This is no cursor of this list. Send the next_cursor of the page before, or none for the first page.",
    "cursor",
  );
