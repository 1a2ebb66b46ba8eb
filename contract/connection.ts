import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Id, Instant, nullable, shape, oneOf } from "./shapes.ts";

/** The caller's own way into a database; nobody else's, and never with a password. */
export const Connection = shape({
  database_id: Id,
  state: oneOf("ready", "making", "closing", "blocked"),
  /** Why it is not ready, in words. */
  reason: nullable(Type.String()),
  host: Type.String(),
  port: Type.Integer(),
  dbname: Type.String(),
  login_name: nullable(Type.String()),
  access: AccessLevel,
  sslmode: Type.String(),
  uri: nullable(Type.String()),
  has_password: Type.Boolean(),
  password_changed_at: nullable(Instant),
  sessions: Type.Array(shape({ email: Type.String(), login_name: Type.String(), sessions: Type.Integer() })),
  sessions_seen_at: nullable(Instant),
});
export type Connection = Static<typeof Connection>;

export const ConnectionAnswer = shape({ connection: Connection });

/** The password and the URI with it are in this answer only: PostgreSQL gets a verifier, Guestlist keeps nothing. */
export const NewPasswordAnswer = shape({ password: Type.String(), uri: Type.String(), changed_at: Instant });
