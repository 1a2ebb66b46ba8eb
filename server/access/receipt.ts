import type { Receipt } from "@guestlist/contract";
import { withoutHolders } from "./locks.ts";
import { withItems } from "../collaborators/closure.ts";
import type { ClosureToSign } from "./receipt-queries.ts";

/** What is known at the moment of signing, beside the closure. */
export interface Signing {
  readonly publicUrl: URL;
  readonly keyId: string;
}

/**
 * What a receipt says, in the order of its text. Every section of the evidence is in it, also one that is thought of later.
 * docs/receipts.md tells what each field means; a test compares them.
 */
export function describeClosure(found: ClosureToSign, { publicUrl, keyId }: Signing): Receipt {
  const { closure, leftovers, dbname, last, now } = found;
  const since = (at: Date): number => at.getTime() - closure.requested_at.getTime();
  return {
    format: "guestlist closure receipt 1",
    installation: publicUrl.origin,
    key_id: keyId,
    receipt: closure.number,
    statement: (last?.statement ?? 0) + 1,
    signed_at: now.toISOString(),
    closure_id: closure.id,
    database: { id: closure.database_id, name: closure.database_name, dbname },
    person: { email: closure.email, username: closure.username },
    ended: { reason: closure.reason, by: closure.ended_by },
    login: { name: closure.login_name, role_oid: closure.role_oid },
    server: { system_identifier: closure.system_identifier, version: closure.server_version },
    requested_at: closure.requested_at.toISOString(),
    new_logins_refused_at: closure.new_logins_refused_at.toISOString(),
    last_session_gone_at: closure.last_session_gone_at.toISOString(),
    refused_after_ms: since(closure.new_logins_refused_at),
    gone_after_ms: since(closure.last_session_gone_at),
    clock_ahead_ms: closure.clock_ahead_ms,
    lsn: closure.lsn,
    ...orderSections(closure.evidence as Record<string, unknown>),
    could_still_use: withItems(closure.evidence, leftovers),
    login_dropped_at: closure.login_dropped_at?.toISOString() ?? null,
  } as Receipt;
}

const sections = [
  "login_attempt",
  "sessions_ended",
  "memberships_removed",
  "objects_moved",
  "objects_kept_by",
  "left_over",
];

/** The store keeps its own order, which nobody would choose to read. */
function orderSections(evidence: Record<string, unknown>): Record<string, unknown> {
  const names = [...new Set([...sections, ...Object.keys(evidence)])].filter((name) => evidence[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, evidence[name]]));
}

/** The text that is signed: to be read, and in ASCII, so that no encoding between here and a file can change a byte. */
export const receiptText = (receipt: Receipt): string =>
  `${JSON.stringify(receipt, null, 2).replaceAll(
    /[^\0-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )}\n`;

/** Whether there is something to add to what was signed. Other words for the same obstacle are not. */
export function saysMore(receipt: Receipt, lastText: string): boolean {
  return factsOf(receipt) !== factsOf(JSON.parse(lastText) as Receipt);
}

/** Who holds a lock, and what is behind a colon, is how it was met this time. */
const obstacleIn = (sentence: string): string => withoutHolders(sentence).split(": ", 1)[0] ?? "";

const factsOf = ({ objects_moved, left_over, login_dropped_at, could_still_use }: Receipt): string => {
  // Absent from what was signed before anybody looked for it.
  const used: Receipt["could_still_use"] | undefined = could_still_use;
  return JSON.stringify([
    objects_moved,
    [...new Set(left_over.map(obstacleIn))].toSorted(),
    login_dropped_at !== null,
    used?.seen_at != null,
    (used?.items ?? []).map(({ item, decision }) => [item, decision]),
  ]);
};
