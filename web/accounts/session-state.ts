import { useSyncExternalStore } from "react";

/** Whether the session of the page that is shown has ended under it. */
let ended = false;
const watchers = new Set<() => void>();

export function tellSession(state: "open" | "ended"): void {
  if (ended === (state === "ended")) return;
  ended = state === "ended";
  for (const tell of watchers) tell();
}

export const useSessionEnded = (): boolean => useSyncExternalStore(watch, () => ended);

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
