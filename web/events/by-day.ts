import type { RecordedEvent } from "@guestlist/contract";
import { isSameDay } from "../ui/time.ts";

export interface Day {
  readonly at: Date;
  readonly events: RecordedEvent[];
}

/** Events, newest first, under the day of the reader's own clock. */
export function byDay(events: readonly RecordedEvent[]): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const at = new Date(event.at);
    const last = days.at(-1);
    if (last !== undefined && isSameDay(last.at, at)) last.events.push(event);
    else days.push({ at, events: [event] });
  }
  return days;
}
