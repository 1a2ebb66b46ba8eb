import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Instant, nullable, oneOf, shape } from "./shapes.ts";

/** Sessions over the last day. Point n is of the `step_s` seconds that begin n steps after `from`. */
export const SessionHistory = shape({
  from: Instant,
  step_s: Type.Integer(),
  /** Sessions of everybody at most, the most of each person added; null where the server was not looked at. */
  total: Type.Array(nullable(Type.Integer())),
  /** The most connected first. */
  people: Type.Array(
    shape({
      email: Type.String(),
      login_name: Type.String(),
      most: Type.Integer(),
      points: Type.Array(Type.Integer()),
    }),
  ),
  /** People who were connected, and whose points are left out for their number; `total` has them. */
  people_left_out: Type.Integer(),
});
export type SessionHistory = Static<typeof SessionHistory>;
export const SessionHistoryAnswer = shape({ history: SessionHistory });

export const AccessPeriod = shape({
  email: Type.String(),
  access: AccessLevel,
  status: oneOf("owner", "accepted", "revoking", "ended"),
  /** From the acceptance on; the owner's from when the database came here. */
  from: Instant,
  /** When PostgreSQL was seen to let nobody in any more: the last session gone. Null while it may. */
  to: nullable(Instant),
  end_reason: nullable(Type.String()),
  closure_number: nullable(Type.Integer()),
});
export type AccessPeriod = Static<typeof AccessPeriod>;
/** The owner first, then newest first; `truncated`: there are older ones. */
export const AccessTimelineAnswer = shape({
  from: Instant,
  to: Instant,
  periods: Type.Array(AccessPeriod),
  truncated: Type.Boolean(),
});
