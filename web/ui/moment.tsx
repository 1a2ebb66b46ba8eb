import { useNow } from "./now.ts";
import { exactTime, relativeTime } from "./time.ts";

type InWords = (at: Date, now: Date) => string;

/** A time in words; the exact one on hover and on focus. */
export function Moment({ at, inWords = relativeTime }: { at: string; inWords?: InWords }) {
  const now = useNow();
  const time = new Date(at);
  return (
    // Focusable, because the exact time has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <time dateTime={at} data-exact={exactTime(time)} tabIndex={0} className="moment">
      {inWords(time, now)}
    </time>
  );
}
