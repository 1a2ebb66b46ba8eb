import { plain } from "./output.ts";

/** The guide's box: header cells centered, body cells to the left, widths in columns of the terminal. */
export async function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): Promise<string[]> {
  const cells = [header, ...rows].map((row) => row.map(plain));
  const widthOf = await measure(cells);
  const widths = header.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ""))));
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const line = (row: readonly string[], pad: (cell: string, room: number) => string) =>
    `│${widths.map((width, at) => ` ${pad(row[at] ?? "", width - widthOf(row[at] ?? ""))} `).join("│")}│`;
  const [head = [], ...body] = cells;
  return [
    rule("┌", "┬", "┐"),
    line(head, centered),
    rule("├", "┼", "┤"),
    ...body.map((row) => line(row, toTheLeft)),
    rule("└", "┴", "┘"),
  ];
}

const toTheLeft = (cell: string, room: number): string => cell + " ".repeat(room);
const centered = (cell: string, room: number): string =>
  " ".repeat(Math.floor(room / 2)) + cell + " ".repeat(Math.ceil(room / 2));

/** string-width sets up a segmenter when it loads, which plain ASCII does not need. */
async function measure(cells: readonly (readonly string[])[]): Promise<(text: string) => number> {
  const isAscii = cells.every((row) => row.every((cell) => /^[ -~]*$/.test(cell)));
  if (isAscii) return (text) => text.length;
  return (await import("string-width")).default;
}
