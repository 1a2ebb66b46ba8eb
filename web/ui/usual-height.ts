import { useSyncExternalStore } from "react";
import type { RowsProps } from "./bodies.tsx";

const narrow = matchMedia("(max-width: 720px)");

/** Of most rows in pixels, in a window of this width: where it is as narrow as a phone they take more lines. */
export const useUsualHeight = ({ wide, narrow: onPhone }: RowsProps<unknown>["usual"]): number =>
  useSyncExternalStore(watchNarrow, () => narrow.matches) ? onPhone : wide;

function watchNarrow(tell: () => void): () => void {
  narrow.addEventListener("change", tell);
  return () => narrow.removeEventListener("change", tell);
}
