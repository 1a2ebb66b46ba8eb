import type { CouldStillUse, Leftover } from "@guestlist/contract";
import { exactTime } from "../ui/time.ts";
import { t } from "../strings/closures.ts";

/** `1 application password that they know`, a line for each kind there is. */
export function leftoverCounts({ items, left_out: leftOut }: CouldStillUse): { n: number; what: string }[] {
  const counts = Map.groupBy(items, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, of]) => ({
    n: of.length,
    what: t(`leftovers.kind.${kind}`, { n: of.length }),
  }));
  return leftOut === 0 ? kinds : [...kinds, { n: leftOut, what: t("leftovers.more") }];
}

/** The one sentence above the list. */
export function leftoverAnswer({ items, left_out: leftOut }: CouldStillUse): string {
  const open = items.filter(({ decision }) => decision === null).length + leftOut;
  if (items.length + leftOut === 0) return t("leftovers.none");
  if (open === 0) return t("leftovers.allDecided");
  return t("leftovers.open", { n: open });
}

/** "Rotated by owner@example.com, 24 Nov 2026, 14:07:31"; null while nothing was decided. */
export function decisionInWords({ decision, decided_by: by, decided_at: at }: Leftover): string | null {
  if (decision === null || at === null) return null;
  const time = exactTime(new Date(at));
  return by === null ? t("leftovers.foundGone", { time }) : t("leftovers.decidedBy", { decision, email: by, time });
}
