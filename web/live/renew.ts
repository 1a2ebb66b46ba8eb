import type { Query, QueryClient, QueryFilters } from "@tanstack/react-query";
import { accountQuery } from "../accounts/queries.ts";
import { tellEnded } from "./ended-access.ts";
import { startStream, type Listener } from "./stream.ts";

/** At least so long between two askings: a revoke alone is told a dozen times within a moment. */
const pauseMs = 250;
/** Nothing waits for an answer that does not come. */
const patienceMs = 5_000;

/** From now on what a page shows is renewed when it changes. Asking again changes nothing. */
export const startLive = (queryClient: QueryClient): void => startStream(createRenewal(queryClient));

/** Asks again for what a change is about, and only for what the page shows. */
export function createRenewal(queryClient: QueryClient): Listener {
  const waiting = new Map<string, QueryFilters>();
  let running = false;
  const renew = (...all: QueryFilters[]): void => {
    for (const filters of all) waiting.set(JSON.stringify(filters), filters);
    if (!running) void run();
  };
  async function run(): Promise<void> {
    running = true;
    while (waiting.size > 0) {
      const now = [...waiting.values()];
      waiting.clear();
      const asked = now.map((filters) => queryClient.invalidateQueries({ ...filters, predicate: mayHaveChanged }));
      await Promise.race([Promise.all(asked), after(patienceMs)]);
      await after(pauseMs);
    }
    running = false;
  }
  return {
    onUncertain: () => renew({}),
    onChange: ({ kind, id }) => {
      if (kind === "account.changed") return renew(...lists);
      // The answer says it itself, and what follows from it is done in one place.
      if (kind === "session.ended") return renew({ queryKey: accountQuery.queryKey, exact: true });
      if (kind !== "database.changed") tellEnded(id, kind);
      renew({ queryKey: ["databases"], exact: true }, { queryKey: ["collaborators"] }, { queryKey: ["transfers"] });
      renew(...namesOf(queryClient, id).map((name) => ({ queryKey: ["databases", name] })));
    },
  };
}

const lists: readonly QueryFilters[] = [
  { queryKey: ["databases"], exact: true },
  { queryKey: ["invitations"] },
  { queryKey: ["transfers"] },
  { queryKey: ["collaborators"] },
  { queryKey: ["transfers"] },
];

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A preview is of when it was asked for, and an ended collaborator stays as it is. */
function mayHaveChanged({ queryKey, state }: Query): boolean {
  const data = state.data as { status?: unknown } | undefined;
  return queryKey.at(-1) !== "preview" && data?.status !== "ended";
}

/** The names under which pages know the database; the stream knows its id alone. */
function namesOf(queryClient: QueryClient, id: string): unknown[] {
  return queryClient
    .getQueryCache()
    .findAll({ queryKey: ["databases"] })
    .filter(({ queryKey, state }) => queryKey.length === 2 && (state.data as { id?: string } | undefined)?.id === id)
    .map(({ queryKey }) => queryKey[1]);
}
