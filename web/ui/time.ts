import { language } from "../strings/language.ts";
import { t } from "../strings/ui.ts";

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
  if (at.getFullYear() !== now.getFullYear()) return dayOfYear(at);
  return t("time.day", { day: at.getDate(), month: nameOf("month", at) });
}

/** `12 Mar`, `12 mars`, `29 sept.`: where it stands alone, and room is short. */
export function shortDay(at: Date, now: Date): string {
  if (language() === "en" || at.getFullYear() !== now.getFullYear()) return dayAndMonth(at, now);
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short" }).format(at);
}

/** `Tue 1 Dec` */
export const weekdayAndDay = (at: Date, now: Date): string =>
  t("time.weekday", { weekday: nameOf("weekday", at), day: dayAndMonth(at, now) });

/** `Tue 1 Dec, 11:20` */
export const dayAndTime = (at: Date, now: Date): string =>
  t("time.dayAndTime", { day: weekdayAndDay(at, now), time: clockTime(at) });

/** `Tue 24 Nov 2026, 14:07:31 CET` */
export function exactTime(at: Date): string {
  const zone = zoneFormat.formatToParts(at).find((part) => part.type === "timeZoneName")?.value;
  const date = t("time.weekday", { weekday: nameOf("weekday", at), day: dayOfYear(at) });
  return t("time.exact", { day: date, time: clockSeconds(at), zone: zone ?? "" }).trim();
}

/** Made once: each costs a third of a millisecond, and a long list shows a time in every row. */
const zoneFormat = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

export const isSameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** `14:04` today, `23 Nov, 14:04` before. */
export const timeOrDay = (at: Date, now: Date): string =>
  isSameDay(at, now) ? clockTime(at) : t("time.dayAndTime", { day: dayAndMonth(at, now), time: clockTime(at) });

/** `at 14:04` today, `at 23 Nov, 14:04` before. */
export const atTime = (at: Date, now: Date): string =>
  isSameDay(at, now)
    ? t("time.at", { time: clockTime(at) })
    : t("time.atDay", { day: dayAndMonth(at, now), time: clockTime(at) });

/** `since 14:04` today, `since 23 Nov, 14:04` before. */
export const sinceTime = (at: Date, now: Date): string =>
  isSameDay(at, now)
    ? t("time.since", { time: clockTime(at) })
    : t("time.sinceDay", { day: dayAndMonth(at, now), time: clockTime(at) });

/** `just now`, `2 min ago`, `3 hours ago` up to a day, then `yesterday` or the date. */
export function relativeTime(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime();
  if (ago < minute) return t("time.justNow");
  if (ago < hour) return t("time.minutesAgo", { n: Math.floor(ago / minute) });
  if (ago < day) return t("time.hoursAgo", { n: Math.floor(ago / hour) });
  return isSameDay(at, new Date(now.getTime() - day)) ? t("time.yesterday") : dayAndMonth(at, now);
}

/** How long until then, rounded to what a person would say: `3 days`, `5 hours`, `20 min`. */
export function timeLeft(until: Date, now: Date): string {
  const left = until.getTime() - now.getTime();
  if (left >= 1.5 * day) return t("time.daysLeft", { n: Math.round(left / day) });
  if (left >= 1.5 * hour) return t("time.hoursLeft", { n: Math.round(left / hour) });
  return t("time.minutesLeft", { n: Math.max(1, Math.round(left / minute)) });
}

/** `Today, Tue 24 Nov`, else `Mon 23 Nov`. */
export function dayHeading(at: Date, now: Date): string {
  const words = weekdayAndDay(at, now);
  return isSameDay(at, now) ? t("time.today", { day: words }) : words;
}

/** `12 Mar 2026` */
const dayOfYear = (at: Date): string =>
  t("time.dayOfYear", { day: at.getDate(), month: nameOf("month", at), year: String(at.getFullYear()) });

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Mar`, `Tue`; in French whole, because its short forms end in dots that would stand before the sentence's own. */
function nameOf(what: "month" | "weekday", at: Date): string {
  const key = `${language()} ${what}`;
  const known = formats.get(key);
  const format = known ?? new Intl.DateTimeFormat(language(), { [what]: language() === "en" ? "short" : "long" });
  if (known === undefined) formats.set(key, format);
  return format.format(at);
}
