interface Query {
  readonly limit?: number;
  readonly cursor?: string;
}
interface Page {
  readonly limit: number;
  readonly wanted: { readonly limit: number; readonly cursor: string | undefined };
}

/** One row more than the page is asked for: whether there is a next page shows without counting. */
export function readPage({ limit = 100, cursor }: Query): Page {
  const position = cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString("utf8");
  return { limit, wanted: { limit: limit + 1, cursor: position } };
}

export function pageOf<R extends { readonly cursor: string }>(
  rows: R[],
  { limit }: Page,
): { rows: R[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(last.cursor).toString("base64url") : null;
  return { rows: shown, next };
}
