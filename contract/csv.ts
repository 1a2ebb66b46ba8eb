/**
 * Rows as RFC 4180 has them. A cell that a spreadsheet would take for a formula gets an apostrophe before it: what others
 * typed must not run on the machine of whoever opens the file.
 */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const harmless = /^[\s]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n|]/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
