import { Type, type Static } from "typebox";
import { shape } from "./shapes.ts";

/** Every `code` that an answer of 4xx or 5xx may carry, with its status. */
export const statusOfCode = {
  invalid_request: 422,
  malformed_json: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  not_signed_in: 401,
  wrong_credentials: 401,
  not_permitted: 403,
  origin_refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_many_requests: 429,
  internal_error: 500,
  unavailable: 503,
  invalid_email: 422,
  invalid_username: 422,
  username_taken: 409,
  account_exists: 409,
  weak_password: 422,
  wrong_password: 422,
  sign_up_by_invitation_only: 403,
  link_no_longer_works: 410,
  address_not_verified: 403,
  invalid_name: 422,
  name_taken: 409,
  already_attached: 409,
  attach_refused: 422,
  cannot_create: 422,
  confirm_name: 422,
  database_not_ready: 409,
  unknown_access_level: 422,
  limited_collaborator: 422,
  full_needs_ownership_move: 409,
  cannot_move_ownership: 409,
  more_than_own_access: 403,
  invalid_until: 422,
  inviting_the_owner: 409,
  inviting_yourself: 409,
  already_invited: 409,
  already_collaborator: 409,
  being_revoked: 409,
  not_pending: 409,
  not_accepted: 409,
  owner_cannot_leave: 409,
  invitation_no_longer_works: 410,
  wrong_account: 403,
  login_not_ready: 409,
  cannot_decide: 409,
  server_does_not_answer: 503,
} as const;

export type ErrorCode = keyof typeof statusOfCode;

/** RFC 9457 `application/problem+json`. */
export const Problem = shape({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  errors: Type.Array(shape({ field: Type.String(), message: Type.String() })),
  request_id: Type.String(),
});
export type Problem = Static<typeof Problem>;
