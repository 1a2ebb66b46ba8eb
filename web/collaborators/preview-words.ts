import { bytesInWords, pluralOfKind, type RevocationPreview } from "@guestlist/contract";
import { timeOrDay } from "../ui/time.ts";
import { counted, listed } from "../ui/words.ts";

type Session = RevocationPreview["sessions"][number];

/** "DataGrip from 10.4.2.17, in a transaction for 12 s: its changes will be undone" */
export function sessionInWords(session: Session, now: Date): string {
  const where = session.client === null ? "" : ` from ${session.client}`;
  const name = `${session.application || "A program without a name"}${where}`;
  if (session.transaction_s !== null) {
    return `${name}, in a transaction for ${spanInWords(session.transaction_s)}: its changes will be undone`;
  }
  const state = session.state === "" ? "" : `, ${session.state}`;
  return `${name}, since ${timeOrDay(new Date(session.since), now)}${state}`;
}

/** "12 tables (1.2 MB), 1 view and 1 function" */
export function objectsInWords(objects: RevocationPreview["objects"]): string {
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  return listed(
    [...byKind].map(([kind, each]) => {
      const size = bytesInWords(each.reduce<number | null>((sum, { bytes }) => add(sum, bytes), null));
      const words = counted(
        each.reduce((sum, { count }) => sum + count, 0),
        kind,
        pluralOfKind(kind),
      );
      return size === null ? words : `${words} (${size})`;
    }),
  );
}

const add = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : one + other;

function spanInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} hours`;
}
