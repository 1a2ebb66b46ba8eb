import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Closure } from "./closure.ts";
import { Collaborator, CollaboratorStatus } from "./collaborator.ts";
import { SignedReceipt } from "./receipt.ts";
import { Can, Id, Instant, nullable, oneOf, PageQuery, shape, WhyNot } from "./shapes.ts";

export const ReviewDecision = oneOf("keep", "end");
export type ReviewDecision = Static<typeof ReviewDecision>;

/** One access that is reviewed, as it is now; once the review has ended, as it was when it was decided. */
export const ReviewItem = shape({
  id: Id,
  database: shape({ id: Id, name: Type.String() }),
  collaborator_id: Id,
  email: Type.String(),
  username: nullable(Type.String()),
  status: CollaboratorStatus,
  access: AccessLevel,
  until: nullable(Instant),
  invited_by: nullable(Type.String()),
  invited_at: nullable(Instant),
  accepted_at: nullable(Instant),
  /** As of `Login` in the list of collaborators. */
  last_login_at: nullable(Instant),
  watched_since: nullable(Instant),
  sessions: nullable(Type.Integer()),
  decision: nullable(ReviewDecision),
  decided_at: nullable(Instant),
  /** Of an access that has ended, by this review or otherwise. */
  closure_number: nullable(Type.Integer()),
  /** The access has begun to end, or has ended, without a decision here: none is needed any more. */
  ended_otherwise: Type.Boolean(),
});
export type ReviewItem = Static<typeof ReviewItem>;

export const ReviewCounts = shape({
  items: Type.Integer(),
  kept: Type.Integer(),
  ended: Type.Integer(),
  ended_otherwise: Type.Integer(),
  undecided: Type.Integer(),
});

export const Review = shape({
  id: Id,
  /** Counts up over the installation; shown as `0003`. */
  number: Type.Integer(),
  status: oneOf("open", "finished", "discarded"),
  /** Null: every database that the reviewer managed when it began. */
  database: nullable(shape({ id: Id, name: Type.String() })),
  reviewer: Type.String(),
  started_at: Instant,
  ended_at: nullable(Instant),
  counts: ReviewCounts,
  /** SHA-256 of the document's bytes, in hex; null until it is finished. */
  document_sha256: nullable(Type.String()),
  /** Keys: decide, finish, discard. */
  can: Can,
  why_not: WhyNot,
});
export type Review = Static<typeof Review>;

export const ReviewsQuery = shape({ ...PageQuery.properties });
/** Newest first. */
export const ReviewsAnswer = shape({ reviews: Type.Array(Review), next_cursor: nullable(Type.String()) });
/** `items` by database, then by invitation time. `hidden`: of databases that the reader does not manage any more. */
export const ReviewAnswer = shape({ review: Review, items: Type.Array(ReviewItem), hidden: Type.Integer() });
/** `database` by name or id; without, every database that one owns or manages. */
export const StartReviewBody = shape({ database: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) });
export const ReviewParams = shape({ review: Type.String({ minLength: 1, maxLength: 100 }) });
export const DecideReviewBody = shape({ item: Id, decision: ReviewDecision });
/** `ended` where the decision was to end, and the access has. */
export const ReviewDecidedAnswer = shape({
  item: ReviewItem,
  ended: nullable(shape({ collaborator: Collaborator, closure: nullable(Closure), receipt: nullable(SignedReceipt) })),
});
/** 202: decided, and access is still open; `waiting` says why. */
export const ReviewDecidedWaitingAnswer = shape({
  item: ReviewItem,
  collaborator: Collaborator,
  waiting: Type.String(),
});
