import type { Change } from "@guestlist/contract";
import { useSyncExternalStore } from "react";

/** How an access ended, as the stream told it; a page that was told nothing only sees that the database is gone for it. */
export type EndedAs = Exclude<Change["kind"], "database.changed" | "account.changed" | "session.ended">;

const ended = new Map<string, EndedAs>();
const watchers = new Set<() => void>();

export function tellEnded(databaseId: string, as: EndedAs): void {
  ended.set(databaseId, as);
  for (const tell of watchers) tell();
}

export const useEnded = (databaseId: string): EndedAs | undefined =>
  useSyncExternalStore(watch, () => ended.get(databaseId));

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
