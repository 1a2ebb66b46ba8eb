import { describeEvent, type Phrase, type RecordedEvent } from "@guestlist/contract";
import type { ReactNode } from "react";
import { Address } from "../ui/address.tsx";
import { move, strongAddress } from "../ui/marks.tsx";
import { dayAndTime } from "../ui/time.ts";
import { toldEvent } from "../strings/events.ts";
import { valuesOf } from "./telling.ts";

/**
 * One event in the reader's language, in English as the contract words it; addresses keep their breaks, times are the
 * reader's. `EventDetails` has the rest.
 */
export function Sentence({ event, reader }: { event: RecordedEvent; reader: string }) {
  const told = toldEvent(event.type);
  if (told !== null) return told({ ...valuesOf(event, reader), ...marks });
  return describeEvent(event, reader).map((phrase, index) => (
    // Phrases of one sentence never change places.
    // oxlint-disable-next-line react/no-array-index-key
    <Words key={index} phrase={phrase} />
  ));
}

const marks = {
  who: strongAddress,
  move,
  code: (words: ReactNode) => <code className="same">{words}</code>,
  stop: (words: ReactNode) => <span className="c-stop">{words}</span>,
};

function Words({ phrase: { text, mark, at } }: { phrase: Phrase }) {
  if (mark === "rest") return null;
  if (mark === "time" && at !== undefined) return dayAndTime(new Date(at), new Date());
  if (mark === "code") return <code className="same">{text}</code>;
  if (mark === "move" || mark === "stop") return <span className={`c-${mark}`}>{text}</span>;
  if (mark === "strong") {
    return (
      <strong>
        <Address of={text} />
      </strong>
    );
  }
  return text;
}
