import { memo, type ReactNode, type Ref } from "react";

export interface RowsProps<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Rows of one group stand together, in a table body of their own. One group when left out. */
  groupOf?: (row: Row) => string;
  /**
   * Height of most rows in pixels, on a wide screen and on a narrow one: every row that turns out another has all those
   * after it placed anew.
   */
  usual: { wide: number; narrow: number };
  columns: number;
  /** The `tr`. The same function draws the same rows: what it depends on is why it changes. */
  renderRow: (row: Row, place: RowPlace) => ReactNode;
}

/** What a row has to put on its `tr`, so that it is found and counted. */
export interface RowPlace {
  attributes: { ref?: Ref<HTMLTableRowElement>; "data-index"?: number; "aria-rowindex"?: number };
  /** How many rows of its group are drawn from this one on; 0 when one above says it. */
  span: number;
}

/** A row that is drawn, and how much is left out before it, in pixels. */
export interface Drawn {
  index: number;
  gapBefore: number;
}

interface BodiesProps<Row> extends RowsProps<Row> {
  drawn: readonly Drawn[];
  gapAfter?: number;
  measure?: Ref<HTMLTableRowElement>;
}

export function Bodies<Row>({ drawn, gapAfter = 0, measure, ...props }: BodiesProps<Row>) {
  const { rows, keyOf, columns, renderRow, groupOf = () => "" } = props;
  const bodies = bodiesOf(drawn, (index) => groupOf(rows[index] as Row));
  return bodies.map(({ group, members }, body) => (
    <tbody key={group}>
      {members.flatMap(({ index, gapBefore, span }) => {
        const row = rows[index] as Row;
        const key = keyOf(row);
        return [
          gapBefore > 0 && <Gap key={`before ${key}`} height={gapBefore} columns={columns} />,
          <DrawnRow key={key} row={row} span={span} index={index} measure={measure} renderRow={renderRow as never} />,
        ];
      })}
      {gapAfter > 0 && body === bodies.length - 1 && <Gap height={gapAfter} columns={columns} />}
    </tbody>
  ));
}

interface DrawnRowProps {
  row: unknown;
  span: number;
  index: number;
  measure: Ref<HTMLTableRowElement> | undefined;
  renderRow: (row: unknown, place: RowPlace) => ReactNode;
}

/** Drawn anew only when it changes: of those that the window shows, scrolling changes one or two. */
const DrawnRow = memo(function DrawnRow({ row, span, index, measure, renderRow }: DrawnRowProps) {
  const attributes = measure && { ref: measure, "data-index": index, "aria-rowindex": index + 2 };
  return renderRow(row, { attributes: attributes ?? {}, span });
});

interface Body {
  group: string;
  members: (Drawn & { span: number })[];
}

/** The head of a group spans the rows that are drawn without a gap, and is said again after one. */
export function bodiesOf(drawn: readonly Drawn[], groupOf: (index: number) => string): Body[] {
  const bodies: Body[] = [];
  let head: { span: number } | undefined;
  for (const each of drawn) {
    const group = groupOf(each.index);
    const isNew = bodies.at(-1)?.group !== group;
    if (isNew) bodies.push({ group, members: [] });
    const member = { ...each, span: 0 };
    if (head === undefined || isNew || each.gapBefore > 0) head = member;
    head.span += 1;
    bodies.at(-1)?.members.push(member);
  }
  return bodies;
}

const Gap = ({ height, columns }: { height: number; columns: number }) => (
  <tr className="gap" aria-hidden="true">
    {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nobody hears it */}
    <td colSpan={columns}>
      <div style={{ height }} />
    </td>
  </tr>
);
