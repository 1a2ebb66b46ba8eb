import { Type, type Static } from "typebox";
import { NewUserPasswordAnswer } from "./database-user.ts";
import { CouldStillUse } from "./leftover.ts";
import { Id, Instant, nullable, shape, oneOf } from "./shapes.ts";

/** The record of an ended access: what PostgreSQL itself said. Times are the shared server's own clock. */
export const Closure = shape({
  id: Id,
  /** Counts up over the installation; shown as `0042`. */
  number: Type.Integer(),
  database: shape({ id: Id, name: Type.String() }),
  collaborator_id: nullable(Id),
  email: Type.String(),
  username: nullable(Type.String()),
  reason: oneOf("revoked", "left", "expired", "database_deleted"),
  ended_by: nullable(Type.String()),
  login_name: Type.String(),
  /** Null when the role turned out never to have been made. */
  role_oid: nullable(Type.Integer()),
  system_identifier: Type.String(),
  server_version: Type.String(),
  requested_at: Instant,
  new_logins_refused_at: Instant,
  last_session_gone_at: Instant,
  /** Milliseconds from the request, by the shared server's clock where it answered at once. */
  refused_after_ms: Type.Number(),
  gone_after_ms: Type.Number(),
  /** What was added to the request's time to put it on the shared server's clock; 0 where the two agree. */
  clock_ahead_ms: Type.Integer(),
  /** WAL position of NOLOGIN. */
  lsn: nullable(Type.String()),
  sessions_ended: Type.Array(
    shape({
      pid: Type.Integer(),
      application: Type.String(),
      client: nullable(Type.String()),
      since: nullable(Instant),
    }),
  ),
  memberships_removed: Type.Array(Type.String()),
  objects_moved: Type.Array(shape({ database: Type.String(), kind: Type.String(), count: Type.Integer() })),
  objects_kept_by: Type.String(),
  /** Dependencies that could not be cleaned yet, in words; the clean-up goes on. */
  left_over: Type.Array(Type.String()),
  /** The refused login attempt. */
  login_attempt: shape({ sqlstate: Type.String(), message: Type.String(), at: Instant }),
  login_dropped_at: nullable(Instant),
  /** What the person could still use, with what was decided about each; null where nobody looked, as before it was known how. */
  could_still_use: nullable(CouldStillUse),
  /** Of the newest signed statement; null where the access ended before receipts were signed. */
  signature: nullable(shape({ statement: Type.Integer(), key_id: Type.String(), signed_at: Instant })),
});
export type Closure = Static<typeof Closure>;

export const ClosureAnswer = shape({ closure: Closure });
/** `new_password` is in this answer only; null unless something was rotated. */
export const DecidedAnswer = shape({ closure: Closure, new_password: nullable(NewUserPasswordAnswer) });
export const ClosuresAnswer = shape({ closures: Type.Array(Closure), next_cursor: nullable(Type.String()) });

/** The SQL that ends one access by hand, with psql and an administrator's rights. It holds no secret. */
export const ClosingSqlAnswer = shape({ email: Type.String(), login_name: Type.String(), sql: Type.String() });
