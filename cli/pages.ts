interface PageQuery {
  limit: number;
  cursor?: string;
}
interface Page {
  readonly next_cursor: string | null;
}
type BodyOf<Read extends (query: PageQuery) => unknown> =
  Awaited<ReturnType<Read>> extends { body: infer Body extends Page } ? Body : never;

/** Walks a list to its end, or to `most` entries; `next_cursor` is left where it stopped. */
export async function allPages<Read extends (query: PageQuery) => Promise<unknown>>(
  entries: keyof BodyOf<Read> & string,
  readPage: Read,
  most = Number.POSITIVE_INFINITY,
): Promise<BodyOf<Read>> {
  const read = async (query: PageQuery) => ((await readPage(query)) as { body: BodyOf<Read> }).body;
  const first = await read({ limit: Math.min(most, pageSize) });
  const found = [...listOf(first, entries)];
  let cursor = first.next_cursor;
  while (cursor !== null && found.length < most) {
    const page = await read({ limit: Math.min(most - found.length, pageSize), cursor });
    found.push(...listOf(page, entries));
    // A server that hands out the same cursor again would be asked forever.
    cursor = page.next_cursor === cursor ? null : page.next_cursor;
  }
  return { ...first, [entries]: found, next_cursor: cursor };
}

const pageSize = 500;
const listOf = (page: Page, entries: string): readonly unknown[] =>
  (page as unknown as Record<string, readonly unknown[]>)[entries] ?? [];
