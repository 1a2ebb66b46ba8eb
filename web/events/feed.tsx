import { describeEvent, type Phrase, type RecordedEvent } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { Address } from "../ui/address.tsx";
import { CrossedSign, DiscSign, KeySign, RingSign, TickSign, WaveSign } from "../ui/signs.tsx";
import { clockTime, dayAndMonth, exactTime, isSameDay } from "../ui/time.ts";
import { EndedSign, RepairedSign, RevokingSign } from "./signs.tsx";

/** One event as the contract words it; addresses keep their breaks. */
function Sentence({ event, reader }: { event: RecordedEvent; reader: string }) {
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

interface FeedProps {
  events: readonly RecordedEvent[];
  /** The reader's own address: "You". */
  reader: string;
  database: string;
}

export function Feed({ events, reader, database }: FeedProps) {
  return (
    <ol className="feed">
      {events.map((event) => (
        <li key={event.id}>
          <time dateTime={event.at} title={exactTime(new Date(event.at))}>
            {clockTime(new Date(event.at))}
          </time>
          <EventSign type={event.type} />
          <span>
            <Sentence event={event} reader={reader} />
            <ReceiptLink event={event} database={database} />
          </span>
          <code>{event.type}</code>
        </li>
      ))}
    </ol>
  );
}

function ReceiptLink({ event, database }: { event: RecordedEvent; database: string }) {
  const number = event.data["closure_number"];
  if (typeof number !== "number") return null;
  return (
    <small>
      <Link to="/databases/$database/closures/$closure" params={{ database, closure: String(number) }}>
        Receipt {receiptNumber(number)}
      </Link>
    </small>
  );
}

/** The last few, without their signs. */
export function BriefFeed({ events, reader }: { events: readonly RecordedEvent[]; reader: string }) {
  const now = new Date();
  if (events.length === 0) return <p className="quiet mt-3">Nothing has happened yet.</p>;
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

function EventSign({ type }: { type: string }) {
  switch (type) {
    case "collaborator.accepted":
    case "login.ready":
      return <DiscSign className="c-open" />;
    case "collaborator.revoking":
    case "collaborator.left":
      return <RevokingSign />;
    case "collaborator.ended":
      return <EndedSign />;
    case "access.drift_found":
      return <WaveSign className="c-stop" />;
    case "access.repaired":
      return <RepairedSign />;
    case "server.unreachable":
    case "login.blocked":
    case "database.blocked":
      return <RingSign className="c-move" />;
    case "invitation.mail_failed":
      return <CrossedSign className="c-stop" />;
    case "invitation.expired":
    case "invitation.declined":
    case "invitation.withdrawn":
      return <CrossedSign className="faint" />;
    case "login.password_changed":
    case "account.password_changed":
    case "account.token_created":
    case "account.token_ended":
      return <KeySign className="faint" />;
    case "login.dropped":
    case "database.ready":
    case "server.answered":
      return (
        <span className="faint sign">
          <TickSign />
        </span>
      );
    default:
      return <RingSign className="faint" />;
  }
}
