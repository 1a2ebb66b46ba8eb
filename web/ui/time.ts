const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const two = (n: number): string => String(n).padStart(2, "0");

/** `14:04` */
export const clockTime = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** `14:07:31` */
export const clockSeconds = (at: Date): string => `${clockTime(at)}:${two(at.getSeconds())}`;

/** `14:07:31.210` */
export const clockMilliseconds = (at: Date): string =>
  `${clockSeconds(at)}.${String(at.getMilliseconds()).padStart(3, "0")}`;

/** `12 Mar`, with the year when it is another one. */
export function dayAndMonth(at: Date, now: Date): string {
  const words = `${at.getDate()} ${months[at.getMonth()]}`;
  return at.getFullYear() === now.getFullYear() ? words : `${words} ${at.getFullYear()}`;
}

/** `Tue 1 Dec` */
export const weekdayAndDay = (at: Date, now: Date): string => `${weekdays[at.getDay()]} ${dayAndMonth(at, now)}`;

/** `Tue 1 Dec, 11:20` */
export const dayAndTime = (at: Date, now: Date): string => `${weekdayAndDay(at, now)}, ${clockTime(at)}`;

/** `Tue 24 Nov 2026, 14:07:31 CET` */
export function exactTime(at: Date): string {
  const zone = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  const date = `${weekdays[at.getDay()]} ${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`;
  return `${date}, ${clockSeconds(at)} ${zone ?? ""}`.trim();
}

export const isSameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** `14:04` today, `23 Nov, 14:04` before. */
export const timeOrDay = (at: Date, now: Date): string =>
  isSameDay(at, now) ? clockTime(at) : `${dayAndMonth(at, now)}, ${clockTime(at)}`;

/** `just now`, `2 min ago`, `3 hours ago` up to a day, then `yesterday` or the date. */
export function relativeTime(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime();
  if (ago < minute) return "just now";
  if (ago < hour) return `${Math.floor(ago / minute)} min ago`;
  if (ago < day) return ago < 2 * hour ? "1 hour ago" : `${Math.floor(ago / hour)} hours ago`;
  return isSameDay(at, new Date(now.getTime() - day)) ? "yesterday" : dayAndMonth(at, now);
}

/** How long until then, rounded to what a person would say: `3 days`, `5 hours`, `20 min`. */
export function timeLeft(until: Date, now: Date): string {
  const left = until.getTime() - now.getTime();
  if (left >= 1.5 * day) return `${Math.round(left / day)} days`;
  if (left >= 1.5 * hour) return `${Math.round(left / hour)} hours`;
  return `${Math.max(1, Math.round(left / minute))} min`;
}

/** `Today, Tue 24 Nov`, else `Mon 23 Nov`. */
export function dayHeading(at: Date, now: Date): string {
  return isSameDay(at, now) ? `Today, ${weekdayAndDay(at, now)}` : weekdayAndDay(at, now);
}
