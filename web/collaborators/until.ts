/** When an access ends, as a form asks for it. */
export type EndChoice = "never" | "7d" | "30d" | "date";

export const endChoices: readonly { value: EndChoice; name: string }[] = [
  { value: "never", name: "When somebody revokes it" },
  { value: "7d", name: "In 7 days" },
  { value: "30d", name: "In 30 days" },
  { value: "date", name: "On a date" },
];

/** What the API takes: nothing, a span or a day. */
export function untilOf(choice: EndChoice, date: string): string | null {
  if (choice === "never") return null;
  return choice === "date" ? date : choice;
}
