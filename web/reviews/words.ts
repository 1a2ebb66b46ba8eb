import type { Review, ReviewItem } from "@guestlist/contract";
import { t } from "../strings/reviews.ts";

/** `0003` */
export const reviewNumber = (n: number): string => String(n).padStart(4, "0");

export const scopeOf = ({ database }: Review): string => database?.name ?? t("allDatabases");

export function statusInWords({ status }: Review): string {
  if (status === "open") return t("status.open");
  return status === "finished" ? t("status.finished") : t("status.discarded");
}

/** "9 of 21 decided" */
export const progressOf = ({ counts }: Review): string =>
  t("progress", { n: counts.items - counts.undecided, of: counts.items });

/** "18 kept, 3 ended" */
export const resultOf = ({ counts }: Review): string =>
  t("result", {
    kept: counts.kept,
    ended: counts.ended,
    otherwise: counts.ended_otherwise,
    undecided: counts.undecided,
  });

/** What became of one access, in a word or two. */
export function outcomeOf({ decision, ended_otherwise: otherwise }: ReviewItem): string {
  if (otherwise) return t("outcome.otherwise");
  if (decision === null) return t("outcome.none");
  return decision === "keep" ? t("outcome.keep") : t("outcome.end");
}

export const needsDecision = (item: ReviewItem): boolean => item.decision === null && !item.ended_otherwise;

/** The next one to look at: after `from` in the list, then from its start. */
export function nextToDecide(items: readonly ReviewItem[], from: string | undefined): ReviewItem | undefined {
  const at = items.findIndex(({ id }) => id === from);
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(needsDecision);
}

export const titleOf = (review: Review): string => t("review", { number: reviewNumber(review.number) });
