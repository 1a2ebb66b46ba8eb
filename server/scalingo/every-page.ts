/** How the endpoints of Guestlist are asked for a page. */
export type PageWanted = { readonly limit: number; readonly cursor?: string };

/** All of a list that Guestlist gives page by page and Scalingo's clients expect at once. */
export async function everyPage<T>(
  ask: (wanted: PageWanted) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly items: readonly T[]; readonly next: string | null } = await ask({
      limit: 500,
      ...(cursor !== null && { cursor }),
    });
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
