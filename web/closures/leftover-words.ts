import type { CouldStillUse, Leftover } from "@guestlist/contract";
import { exactTime } from "../ui/time.ts";
import { counted } from "../ui/words.ts";

const nouns: Record<Leftover["kind"], readonly [one: string, many: string]> = {
  database_user: ["application password that they know", "application passwords that they know"],
  public_privilege: ["privilege that everybody has since", "privileges that everybody has since"],
  function: ["function that others may call", "functions that others may call"],
  trigger: ["trigger that others set off", "triggers that others set off"],
  view: ["view that others may read", "views that others may read"],
};

/** `1 application password that they know`, a line for each kind there is. */
export function leftoverCounts({ items, left_out: leftOut }: CouldStillUse): { n: number; what: string }[] {
  const counts = Map.groupBy(items, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, of]) => ({ n: of.length, what: nouns[kind][of.length === 1 ? 0 : 1] }));
  return leftOut === 0 ? kinds : [...kinds, { n: leftOut, what: "more" }];
}

/** The one sentence above the list. */
export function leftoverAnswer({ items, left_out: leftOut }: CouldStillUse): string {
  const open = items.filter(({ decision }) => decision === null).length + leftOut;
  if (items.length + leftOut === 0) return "Nothing that we know of.";
  if (open === 0) return "Everything has been decided about.";
  return `${counted(open, "thing is", "things are")} left to decide about.`;
}

/** "Rotated by owner@example.com, 24 Nov 2026, 14:07:31"; null while nothing was decided. */
export function decisionInWords({ decision, decided_by: by, decided_at: at }: Leftover): string | null {
  if (decision === null || at === null) return null;
  const what = by === null ? "Found gone" : `${decision.charAt(0).toUpperCase()}${decision.slice(1)} by ${by}`;
  return `${what}, ${exactTime(new Date(at))}`;
}
