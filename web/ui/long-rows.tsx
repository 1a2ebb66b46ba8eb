import { defaultRangeExtractor, useWindowVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Bodies, type Drawn, type RowsProps } from "./bodies.tsx";
import { useUsualHeight } from "./usual-height.ts";

/** Drawn beyond the window on either side: what Tab goes to next is there. */
const beyond = 10;

/** The rows that the window shows. The one that has, or had, the focus stays: a pop-up gives it back to it. */
export function LongRows<Row>(props: RowsProps<Row>) {
  const { rows, keyOf, usual } = props;
  const focused = useRef<string>(null);
  const [from, setFrom] = useState(0);
  const place = useRef<HTMLTableSectionElement>(null);
  const usualNow = useUsualHeight(usual);
  // Another function would have all rows placed anew, thousands of them, and at every step of the scrolling.
  const keyAt = useCallback((index: number): string => keyOf(rows[index] as Row), [rows, keyOf]);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => usualNow,
    getItemKey: keyAt,
    measureElement: (row) => row.getBoundingClientRect().height,
    rangeExtractor: (range) => withFocused(range, focused.current === null ? -1 : rows.findIndex(isFocused)),
    initialRect: { width: innerWidth, height: innerHeight },
    overscan: beyond,
    scrollMargin: from,
    useFlushSync: false,
  });
  const isFocused = (row: Row): boolean => keyOf(row) === focused.current;

  // Notes come and go above the table.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- they are drawn by others; the same number draws nothing anew
  useLayoutEffect(() => {
    const top = place.current?.getBoundingClientRect().top;
    if (top !== undefined) setFrom(Math.round(top + scrollY));
  });
  const measuredFor = useRef(usualNow);
  useEffect(() => {
    if (measuredFor.current !== usualNow) virtualizer.measure();
    measuredFor.current = usualNow;
  }, [virtualizer, usualNow]);
  useEffect(() => {
    const table = place.current?.closest("table");
    const remember = ({ target }: FocusEvent): void => {
      const index = (target as Element).closest<HTMLElement>("tr[data-index]")?.dataset["index"];
      if (index !== undefined) focused.current = keyAt(Number(index));
    };
    table?.addEventListener("focusin", remember);
    return () => table?.removeEventListener("focusin", remember);
  });

  const drawn: Drawn[] = [];
  let end = from;
  for (const item of virtualizer.getVirtualItems()) {
    drawn.push({ index: item.index, gapBefore: Math.max(0, item.start - end) });
    end = item.end;
  }
  return (
    <>
      <tbody ref={place} />
      <Bodies
        {...props}
        drawn={drawn}
        gapAfter={Math.max(0, from + virtualizer.getTotalSize() - end)}
        measure={virtualizer.measureElement}
      />
    </>
  );
}

/** With its neighbors: Tab goes on from where it was, and the window follows. */
function withFocused(range: Range, focused: number): number[] {
  const indexes = new Set(defaultRangeExtractor(range));
  if (focused >= 0)
    for (const index of [focused - 1, focused, focused + 1]) if (index >= 0 && index < range.count) indexes.add(index);
  return [...indexes].toSorted((a, b) => a - b);
}
