import { useSyncExternalStore } from "react";

/** The time, renewed every `step` milliseconds while the page is seen. */
export function useNow(step = 10_000): Date {
  const clock = clockOf(step);
  return useSyncExternalStore(clock.watch, clock.read, clock.read);
}

interface Clock {
  watch: (tell: () => void) => () => void;
  read: () => Date;
}

const clocks = new Map<number, Clock>();

/** One timer for all that show the time in the same steps: a list has a time in each row. */
function clockOf(step: number): Clock {
  const known = clocks.get(step);
  if (known !== undefined) return known;
  const clock = createClock(step);
  clocks.set(step, clock);
  return clock;
}

function createClock(step: number): Clock {
  const watchers = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = new Date();
  const renew = (): void => {
    if (document.visibilityState !== "visible") return;
    now = new Date();
    for (const tell of watchers) tell();
  };
  return {
    watch: (tell) => {
      watchers.add(tell);
      timer ??= setInterval(renew, step);
      return () => {
        watchers.delete(tell);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    // It stands still while nobody looks.
    read: () => (timer === undefined && Date.now() - now.getTime() >= step ? (now = new Date()) : now),
  };
}
