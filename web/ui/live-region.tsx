import { useSyncExternalStore } from "react";

let words = "";
const watchers = new Set<() => void>();

/** Says a status change to screen readers, politely; the last one wins. */
export function announce(sentence: string): void {
  // The same sentence twice in a row would not be read again: a no-break space makes it another text.
  words = sentence === words ? `${sentence}\u00a0` : sentence;
  for (const tell of watchers) tell();
}

/** The only live region of the dashboard; stands once, in the frame of every page. */
export function LiveRegion() {
  const text = useSyncExternalStore(watch, () => words);
  return (
    <div className="vh" role="status" aria-live="polite">
      {text}
    </div>
  );
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
