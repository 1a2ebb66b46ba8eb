import type { Review, ReviewItem } from "@guestlist/contract";
import { Refusal } from "../../platform/refusal.ts";

/** A review as the control database has it, with what its reader is to it. */
export interface ReviewRow {
  readonly id: string;
  readonly number: number;
  readonly account_id: string;
  readonly reviewer: string;
  readonly database_id: string | null;
  readonly database_name: string | null;
  readonly status: Review["status"];
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly document_sha256: string | null;
  readonly items: number;
  readonly kept: number;
  readonly ended: number;
  readonly ended_otherwise: number;
}

/** "0003" */
export const reviewNumber = (number: number): string => String(number).padStart(4, "0");

/** What still needs a decision. */
export const undecided = (row: Pick<ReviewRow, "items" | "kept" | "ended" | "ended_otherwise">): number =>
  row.items - row.kept - row.ended - row.ended_otherwise;

type Ability = "decide" | "finish" | "discard";

/** For each ability null when the reader has it, else why not, in words. */
export function whyNotInReview(row: ReviewRow, reader: { readonly accountId: string }): Record<Ability, string | null> {
  const general = whyNotAct(row, reader);
  return { decide: general, discard: general, finish: general ?? whyNotFinish(row) };
}

function whyNotAct(row: ReviewRow, reader: { readonly accountId: string }): string | null {
  if (row.status === "finished") return `Access review ${reviewNumber(row.number)} is finished, and does not change.`;
  if (row.status === "discarded") return `Access review ${reviewNumber(row.number)} was discarded.`;
  return row.account_id === reader.accountId ? null : `Only ${row.reviewer}, who started it, decides in this review.`;
}

function whyNotFinish(row: ReviewRow): string | null {
  const left = undecided(row);
  if (left === 0) return null;
  return left === 1 ? "1 access is not decided yet." : `${left} accesses are not decided yet.`;
}

/** @throws Refusal when the reader may not; `review_has_ended` where nobody may any more */
export function requireAbility(row: ReviewRow, reader: { readonly accountId: string }, ability: Ability): void {
  const reason = whyNotInReview(row, reader)[ability];
  if (reason === null) return;
  if (row.status !== "open") throw new Refusal("review_has_ended", reason);
  throw new Refusal(row.account_id === reader.accountId ? "review_is_not_complete" : "not_permitted", reason);
}

export function viewReview(row: ReviewRow, reader: { readonly accountId: string }): Review {
  const whyNot = Object.entries(whyNotInReview(row, reader));
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    database: row.database_id === null ? null : { id: row.database_id, name: row.database_name ?? "" },
    reviewer: row.reviewer,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    counts: {
      items: row.items,
      kept: row.kept,
      ended: row.ended,
      ended_otherwise: row.ended_otherwise,
      undecided: undecided(row),
    },
    document_sha256: row.document_sha256,
    can: Object.fromEntries(whyNot.map(([ability, reason]) => [ability, reason === null])),
    why_not: Object.fromEntries(whyNot.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}

/** What is kept of an access when it is decided: what one had before one's eyes. */
export type ReviewFacts = Omit<ReviewItem, "id" | "decision" | "decided_at" | "closure_number" | "ended_otherwise">;

export interface ReviewItemRow {
  readonly id: string;
  readonly database_id: string;
  readonly database_name: string;
  readonly collaborator_id: string;
  readonly email: string;
  readonly username: string | null;
  readonly status: "pending" | "accepted" | "revoking" | "ended";
  readonly access: ReviewItem["access"];
  readonly until: Date | null;
  readonly invited_by: string | null;
  readonly invited_at: Date;
  readonly accepted_at: Date | null;
  readonly last_login_at: Date | null;
  readonly watched_since: Date | null;
  readonly sessions: number | null;
  readonly closure_number: number | null;
  readonly decision: ReviewItem["decision"];
  readonly decided_at: Date | null;
  readonly facts: ReviewFacts | null;
}

export const endedOtherwise = (row: Pick<ReviewItemRow, "status" | "decision">): boolean =>
  row.decision !== "end" && (row.status === "revoking" || row.status === "ended");

/** As it is now; `frozen`: as it was when it was decided. A receipt that came later is named all the same. */
export function viewItem(row: ReviewItemRow, frozen: boolean): ReviewItem {
  return {
    ...(frozen && row.facts !== null ? row.facts : factsOf(row)),
    id: row.id,
    decision: row.decision,
    decided_at: iso(row.decided_at),
    closure_number: row.closure_number,
    ended_otherwise: endedOtherwise(row),
  };
}

export const factsOf = (row: ReviewItemRow): ReviewFacts => ({
  database: { id: row.database_id, name: row.database_name },
  collaborator_id: row.collaborator_id,
  email: row.email,
  username: row.username,
  status: row.status,
  access: row.access,
  until: iso(row.until),
  invited_by: row.invited_by,
  invited_at: iso(row.invited_at),
  accepted_at: iso(row.accepted_at),
  last_login_at: iso(row.last_login_at),
  watched_since: iso(row.watched_since),
  sessions: row.sessions,
});

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
