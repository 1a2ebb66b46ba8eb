import type { Collaborator, RecordedEvent } from "@guestlist/contract";
import { CrossedSign, DiscSign, KeySign, RingSign, TickSign, WaveSign } from "../ui/signs.tsx";
import { clockTime, exactTime } from "../ui/time.ts";
import { EventDetails } from "./details.tsx";
import { Sentence } from "./sentence.tsx";
import { EndedSign, RepairedSign, RevokingSign } from "./signs.tsx";

interface FeedProps {
  events: readonly RecordedEvent[];
  /** The reader's own address: "You". */
  reader: string;
  database: string;
  rows: readonly Collaborator[];
}

export function Feed({ events, reader, database, rows }: FeedProps) {
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
            <EventDetails event={event} reader={reader} database={database} rows={rows} />
          </span>
          <code>{event.type}</code>
        </li>
      ))}
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
