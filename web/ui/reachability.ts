import { useSyncExternalStore } from "react";

/** Whether the server was reached last time, and since when what is on the page is old. */
export interface Reachability {
  readonly reached: boolean;
  readonly lastReachedAt: Date | null;
}

let now: Reachability = { reached: true, lastReachedAt: null };
let lastReachedAt: Date | null = null;
const watchers = new Set<() => void>();

export function tellReached(): void {
  lastReachedAt = new Date();
  if (!now.reached) change({ reached: true, lastReachedAt });
}

export function tellUnreached(): void {
  if (now.reached) change({ reached: false, lastReachedAt });
}

export function useReachability(): Reachability {
  return useSyncExternalStore(watch, () => now);
}

function change(next: Reachability): void {
  now = next;
  for (const tell of watchers) tell();
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
