interface Page<R> {
  rows: R[];
  next: string | null;
}

/** Reads a list whole, page by page: filters and counts are about all of it. */
export async function everyPage<R>(read: (page: { limit: number; cursor?: string }) => Promise<Page<R>>): Promise<R[]> {
  const rows: R[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<R> = await read(cursor === null ? { limit: 500 } : { limit: 500, cursor });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}
