import type { CouldStillUse, Leftover } from "@guestlist/contract";
import { instant } from "./instants.ts";

/** What somebody could still use, a line for each and one for what there is to know of it; nothing where there is nothing. */
export function leftoversInWords(used: CouldStillUse | null): string[] {
  if (used === null) return ["nobody looked: it ended before Guestlist did"];
  const { items, left_out: leftOut, api_tokens: tokens, seen_at: seenAt } = used;
  const tokensLine = `${tokens} API ${tokens === 1 ? "token of the account, which opens" : "tokens of the account, which open"} nothing here`;
  return [
    ...(items.length + leftOut === 0 ? ["nothing that is known"] : []),
    ...items.flatMap(itemInWords),
    ...(leftOut > 0 ? [`and ${leftOut} more`] : []),
    ...(tokens > 0 ? [tokensLine] : []),
    ...(seenAt === null ? ["The database could not be looked into, so only passwords are named."] : []),
  ];
}

function itemInWords({ item, name, why, decision, decided_by: by, decided_at: at }: Leftover): string[] {
  const decided = decision === null ? "" : `: ${by === null ? "found gone" : `${decision} by ${by}`}, ${instant(at)}`;
  return [`${item}  ${name}${decided}`, `   ${why}`];
}

/** What can be done, where something waits for it. */
export function howToDecide({ items }: CouldStillUse, number: string, program: string): string[] {
  const open = items.find(({ decision }) => decision === null);
  if (open === undefined) return [];
  return [`Decide: ${program} closures decide ${number} ${open.item} --${open.can ?? "keep"}, or --keep`];
}
