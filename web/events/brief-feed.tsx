import type { RecordedEvent } from "@guestlist/contract";
import { t } from "../strings/connecting.ts";
import { clockTime, dayAndMonth, exactTime, isSameDay } from "../ui/time.ts";
import { Sentence } from "./sentence.tsx";

/** The last few, without their signs. */
export function BriefFeed({ events, reader }: { events: readonly RecordedEvent[]; reader: string }) {
  const now = new Date();
  if (events.length === 0) return <p className="quiet mt-3">{t("nothingHappened")}</p>;
  return (
    <ol className="feed brief">
      {events.map((event) => {
        const at = new Date(event.at);
        return (
          <li key={event.id}>
            <time dateTime={event.at} title={exactTime(at)}>
              {isSameDay(at, now) ? clockTime(at) : dayAndMonth(at, now)}
            </time>
            <span>
              <Sentence event={event} reader={reader} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
