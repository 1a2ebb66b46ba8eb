import { lazy, Suspense, useState } from "react";
import { Bodies, type Drawn, type RowsProps } from "./bodies.tsx";
import { useUsualHeight } from "./usual-height.ts";

/** A table with more rows than this draws those that the window shows. */
const drawnWhole = 100;

const LongRows = lazy(async () => ({ default: (await import("./long-rows.tsx")).LongRows }));

/** The bodies of a table: all of it, or where it is long what the window shows. */
export function Rows<Row>(props: RowsProps<Row>) {
  const { rows } = props;
  const isLong = rows.length > drawnWhole;
  const [wasLong, setWasLong] = useState(isLong);
  if (isLong && !wasLong) setWasLong(true);
  // Once long it is drawn as a long one: what a filter leaves of it comes and goes with every key.
  if (!isLong && !wasLong) return <Bodies {...props} drawn={rows.map(whole)} />;
  return (
    <Suspense fallback={<Beginning {...props} />}>
      <LongRows {...(props as RowsProps<unknown>)} />
    </Suspense>
  );
}

/** As long as the whole will be: who comes back to a place far down finds the page long enough for it. */
function Beginning<Row>(props: RowsProps<Row>) {
  const drawn = props.rows.slice(0, drawnWhole / 2).map(whole);
  const rest = (props.rows.length - drawn.length) * useUsualHeight(props.usual);
  return <Bodies {...props} drawn={drawn} gapAfter={rest} />;
}

const whole = (_: unknown, index: number): Drawn => ({ index, gapBefore: 0 });

/** For the `table`: how many rows there are, when not all of them are drawn. The head is one. */
export const rowCount = (rows: readonly unknown[]): number | undefined =>
  rows.length > drawnWhole ? rows.length + 1 : undefined;
