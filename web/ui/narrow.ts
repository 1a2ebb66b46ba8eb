import { useSyncExternalStore } from "react";

const narrow = matchMedia("(max-width: 720px)");

/** Whether the window is as narrow as a phone, where a row of a list takes more lines. */
export const useNarrow = (): boolean => useSyncExternalStore(watchNarrow, () => narrow.matches);

function watchNarrow(tell: () => void): () => void {
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
