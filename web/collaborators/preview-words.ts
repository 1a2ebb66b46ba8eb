import type { RevocationPreview } from "@guestlist/contract";
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

/** "12 tables, 1 view and 1 function" */
export function objectsInWords(objects: RevocationPreview["objects"]): string {
  const byKind = new Map<string, number>();
  for (const { kind, count } of objects) byKind.set(kind, (byKind.get(kind) ?? 0) + count);
  return listed([...byKind].map(([kind, count]) => counted(count, kind, pluralOf(kind))));
}

/** Of the kinds of objects that PostgreSQL has. */
function pluralOf(kind: string): string {
  if (kind.endsWith("s")) return kind;
  if (kind.endsWith("y")) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith("x") ? `${kind}es` : `${kind}s`;
}

function spanInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} hours`;
}
