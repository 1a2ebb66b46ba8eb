/** A name as SQL takes it, whatever is in it. */
export const quoteIdent = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text constant, whatever standard_conforming_strings says. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

export const quoteList = (names: readonly string[]): string => names.map(quoteIdent).join(", ");
