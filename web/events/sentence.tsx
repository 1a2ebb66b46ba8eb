import { describeEvent, type Phrase, type RecordedEvent } from "@guestlist/contract";
import { Address } from "../ui/address.tsx";

/** One event as the contract words it; addresses keep their breaks. */
export function Sentence({ event, reader }: { event: RecordedEvent; reader: string }) {
  return describeEvent(event, reader).map((phrase, index) => (
    // Phrases of one sentence never change places.
    // oxlint-disable-next-line react/no-array-index-key
    <Words key={index} phrase={phrase} />
  ));
}

function Words({ phrase: { text, mark } }: { phrase: Phrase }) {
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
