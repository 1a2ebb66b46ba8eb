import { endpoints, type Change } from "@guestlist/contract";

/** What is done with what the stream tells. */
export interface Listener {
  /** Anything may have changed before: the stream has just opened, or has just been lost. */
  onUncertain: () => void;
  onChange: (change: Change) => void;
}

const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

let listener: Listener | null = null;
let source: EventSource | null = null;
let waiting: number | undefined;
let pauseMs = firstPauseMs;
let told = false;

/** Whether changes are told at present; where they are not, a page looks again by itself, and often. */
export const isTold = (): boolean => told;

/** Keeps the one stream of this page open while somebody looks at it. Asking again changes nothing. */
export function startStream(to: Listener): void {
  if (listener !== null) return;
  listener = to;
  document.addEventListener("visibilitychange", followVisibility);
  addEventListener("online", lookAgain);
  addEventListener("offline", lookAgain);
  followVisibility();
}

/** The reader has signed out, or is about to. */
export function stopStream(): void {
  listener = null;
  document.removeEventListener("visibilitychange", followVisibility);
  removeEventListener("online", lookAgain);
  removeEventListener("offline", lookAgain);
  close();
}

/** A browser has six connections for each server: pages that nobody sees take none of them. */
function followVisibility(): void {
  if (document.visibilityState === "hidden") close();
  else if (source === null) open();
}

function open(): void {
  clearTimeout(waiting);
  const opened = new EventSource(endpoints.streamChanges.path);
  source = opened;
  opened.addEventListener("open", () => {
    told = true;
    pauseMs = firstPauseMs;
    listener?.onUncertain();
  });
  opened.addEventListener("message", ({ data }) => listener?.onChange(JSON.parse(data as string) as Change));
  opened.addEventListener("error", () => {
    if (source !== opened) return;
    const wasTold = told;
    told = false;
    // It tries again by itself, except where it was refused.
    if (opened.readyState === EventSource.CLOSED) openLater();
    if (wasTold) listener?.onUncertain();
  });
}

function openLater(): void {
  source = null;
  waiting = window.setTimeout(() => listener !== null && followVisibility(), pauseMs);
  pauseMs = Math.min(2 * pauseMs, longestPauseMs);
}

function close(): void {
  clearTimeout(waiting);
  source?.close();
  source = null;
  told = false;
}

const lookAgain = (): void => listener?.onUncertain();
