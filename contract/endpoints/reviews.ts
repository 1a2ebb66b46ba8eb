import { Type } from "typebox";
import { endpoint } from "../endpoint.ts";
import * as review from "../review.ts";
import { Nothing } from "./paths.ts";

const oneReview = "/v1/reviews/:review";

/** Access reviews: "still needed?", one by one. By number or id; who may see one is decided by the journeys. */
export const reviewsEndpoints = {
  listReviews: endpoint({
    method: "GET",
    path: "/v1/reviews",
    permission: "account",
    summary: "One's own access reviews, and those of databases that one owns or manages; newest first",
    query: review.ReviewsQuery,
    response: { 200: review.ReviewsAnswer },
    errors: [],
  }),
  startReview: endpoint({
    method: "POST",
    path: "/v1/reviews",
    permission: "account",
    summary: "Start a review of one database, or of all that one owns or manages; an open one is gone on with (200)",
    body: review.StartReviewBody,
    response: { 200: review.ReviewAnswer, 201: review.ReviewAnswer },
    errors: ["nobody_to_review"],
  }),
  showReview: endpoint({
    method: "GET",
    path: oneReview,
    permission: "account",
    summary: "One review with its accesses: what one needs to decide, and what was decided",
    params: review.ReviewParams,
    response: { 200: review.ReviewAnswer },
    errors: [],
  }),
  decideReview: endpoint({
    method: "POST",
    path: `${oneReview}/decisions`,
    permission: "account",
    summary: "Keep an access, or end it as a revoke does. Waits up to 5 s",
    params: review.ReviewParams,
    body: review.DecideReviewBody,
    response: { 200: review.ReviewDecidedAnswer, 202: review.ReviewDecidedWaitingAnswer },
    errors: ["review_has_ended", "already_decided", "not_permitted", "being_revoked"],
  }),
  finishReview: endpoint({
    method: "POST",
    path: `${oneReview}/finish`,
    permission: "account",
    summary: "Keep the result as a document that does not change any more",
    params: review.ReviewParams,
    response: { 200: review.ReviewAnswer },
    errors: ["review_has_ended", "review_is_not_complete", "not_permitted"],
  }),
  discardReview: endpoint({
    method: "DELETE",
    path: oneReview,
    permission: "account",
    summary: "Give an open review up; what it has ended stays ended",
    params: review.ReviewParams,
    response: { 204: Nothing },
    errors: ["review_has_ended", "not_permitted"],
  }),
  showReviewDocument: endpoint({
    method: "GET",
    path: `${oneReview}/document`,
    permission: "account",
    summary: "The document of a finished review, byte for byte as it was written: JSON",
    params: review.ReviewParams,
    response: { 200: Type.String() },
    file: true,
    errors: ["review_is_not_complete"],
  }),
} as const;
