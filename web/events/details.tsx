import type { Collaborator, RecordedEvent } from "@guestlist/contract";
import { Link } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { t } from "../strings/activity.ts";
import { said } from "../strings/said.ts";
import { address, move } from "../ui/marks.tsx";
import { dayAndMonth } from "../ui/time.ts";
import { secondsOf } from "../ui/words.ts";

interface DetailsProps {
  event: RecordedEvent;
  /** The reader's own address: "you". */
  reader: string;
  database: string;
  /** The list as it is now. */
  rows: readonly Collaborator[];
}

/** What follows the sentence of an event, and what stands under it. */
export function EventDetails({ event, reader, database, rows }: DetailsProps) {
  switch (event.type) {
    case "collaborator.ended":
      return <Receipt event={event} database={database} />;
    case "collaborator.revoking":
    case "collaborator.left":
      return <Waiting of={rowOf(event, rows)} />;
    case "invitation.expired":
      return <Unused of={rowOf(event, rows)} reader={reader} />;
    default:
      return null;
  }
}

/** The open row that the event is of: somebody who was invited again has a new one, and older events are not of it. */
const rowOf = ({ subject_email: email, at }: RecordedEvent, rows: readonly Collaborator[]): Collaborator | undefined =>
  rows.find((row) => row.email === email && row.invited_at !== null && row.invited_at <= at);

/** Without a number there never was a login, so there is no receipt. */
function Receipt({ event: { data }, database }: { event: RecordedEvent; database: string }) {
  const { closure_number: number, refused_after_ms: refused, gone_after_ms: gone } = data;
  if (typeof number !== "number") return null;
  return (
    <>
      {". "}
      <Link to="/databases/$database/closures/$closure" params={{ database, closure: String(number) }}>
        {t("receipt", { number: receiptNumber(number) })}
      </Link>
      <small>{t("closed", { refused: secondsOf(Number(refused)), gone: secondsOf(Number(gone)) })}</small>
    </>
  );
}

/** A revoke is only over once PostgreSQL has said so. */
function Waiting({ of }: { of: Collaborator | undefined }) {
  if (of?.status !== "revoking" || of.closing === null) return null;
  const { new_logins_refused_at: refusedAt, sessions_left: left, waiting } = of.closing;
  return (
    <>
      {". "}
      {refusedAt === null ? t.rich("stillOpen", { move }) : t.rich("stillSessions", { n: left ?? 1, move })}
      {waiting !== null && <small>{said(waiting)}</small>}
    </>
  );
}

function Unused({ of, reader }: { of: Collaborator | undefined; reader: string }) {
  if (of?.status !== "pending" || of.invited_at === null || of.invited_by === null) return null;
  const day = dayAndMonth(new Date(of.invited_at), new Date());
  return (
    <small>
      {of.invited_by === reader
        ? t("unusedOfYours", { day })
        : t.rich("unused", { email: of.invited_by, day, address })}
    </small>
  );
}
