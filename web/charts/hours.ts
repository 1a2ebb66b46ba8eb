import type { SessionHistory } from "@guestlist/contract";

/** An hour of the day that the chart shows, for its table. */
export interface Hour {
  readonly at: Date;
  /** Null: nobody looked. */
  readonly most: number | null;
  readonly people: readonly { readonly email: string; readonly most: number }[];
}

/** The same numbers by the hour, the newest first. Each hour has what its five minutes had at most. */
export function hoursOf({ from, step_s: step, total, people }: SessionHistory): Hour[] {
  const perHour = 3600 / step;
  const start = new Date(from).getTime();
  const hours = Array.from({ length: Math.ceil(total.length / perHour) }, (_, hour): Hour => {
    const [first, end] = [hour * perHour, (hour + 1) * perHour];
    const looked = total.slice(first, end).filter((sessions) => sessions !== null);
    return {
      at: new Date(start + first * step * 1000),
      most: looked.length === 0 ? null : Math.max(...looked),
      people: people
        .map(({ email, points }) => ({ email, most: Math.max(...points.slice(first, end)) }))
        .filter(({ most }) => most > 0),
    };
  });
  return hours.toReversed();
}

/** When the most were connected; undefined where nobody was. */
export function peakOf({ from, step_s: step, total }: SessionHistory): { most: number; at: Date } | undefined {
  const most = Math.max(0, ...total.map((sessions) => sessions ?? 0));
  if (most === 0) return undefined;
  return { most, at: new Date(new Date(from).getTime() + total.indexOf(most) * step * 1000) };
}
