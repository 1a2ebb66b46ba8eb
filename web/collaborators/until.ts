import { t } from "../strings/collaborators.ts";

/** When an access ends, as a form asks for it. */
export type EndChoice = "never" | "7d" | "30d" | "date";

export const endChoices = (): readonly { value: EndChoice; name: string }[] => [
  { value: "never", name: t("ends.never") },
  { value: "7d", name: t("ends.days", { n: 7 }) },
  { value: "30d", name: t("ends.days", { n: 30 }) },
  { value: "date", name: t("ends.date") },
];

/** What the API takes: nothing, a span or a day. */
export function untilOf(choice: EndChoice, date: string): string | null {
  if (choice === "never") return null;
  return choice === "date" ? date : choice;
}
