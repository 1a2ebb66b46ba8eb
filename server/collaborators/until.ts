import { Refusal } from "../platform/refusal.ts";

const longest = 10 * 366 * 24 * 3600_000;

/**
 * Reads when an access ends: `30d` from now, a day such as `2027-01-31` (to its end, UTC), or an instant.
 * @throws Refusal `invalid_until`
 */
export function readUntil(text: string, now: Date): Date {
  const until = parse(text.trim(), now);
  if (until === null)
    throw new Refusal(
      "invalid_until",
      `"${text.slice(0, 40)}" is not a time. Give a number of days such as 30d, or a day such as 2027-01-31.`,
      "until",
    );
  if (until <= now) throw new Refusal("invalid_until", "That time has passed already.", "until");
  if (until.getTime() - now.getTime() > longest)
    throw new Refusal("invalid_until", "That is more than ten years away. Leave the end out instead.", "until");
  return until;
}

function parse(text: string, now: Date): Date | null {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() + Number(days) * 24 * 3600_000);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const at = new Date(isDay ? `${text}T23:59:59.999Z` : text);
  const real = !Number.isNaN(at.getTime()) && (!isDay || at.toISOString().startsWith(text));
  return real ? at : null;
}
