/** `1 person`, `4 people`; `no session` where zero reads better so. */
export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const sessionsCounted = (n: number): string => (n === 0 ? "no session" : counted(n, "session", "sessions"));

/** `a, b and c` */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
