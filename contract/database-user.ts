import { Type, type Static } from "typebox";
import { Id, Instant, nullable, oneOf, shape } from "./shapes.ts";

/** The login of an application, not of a person. Never with its password. */
export const DatabaseUser = shape({
  id: Id,
  /** As PostgreSQL calls it. */
  name: Type.String(),
  /** It came with the database, and stays as long. */
  protected: Type.Boolean(),
  state: oneOf("making", "ready"),
  password_changed_at: Instant,
  /** Who made or was shown today's password, as far as Guestlist knows; null for those who do not manage database users. */
  known_to: nullable(Type.Array(shape({ email: Type.String(), shown_at: Instant }))),
});
export type DatabaseUser = Static<typeof DatabaseUser>;

export const DatabaseUsersAnswer = shape({ users: Type.Array(DatabaseUser) });

/** Sessions that were opened with the old password are ended, unless they are to be kept. */
export const ResetUserPasswordBody = shape({ keep_sessions: Type.Optional(Type.Boolean()) });

/** The password and the URI with it are in this answer only: PostgreSQL gets a verifier, Guestlist keeps nothing. */
export const NewUserPasswordAnswer = shape({
  name: Type.String(),
  password: Type.String(),
  uri: Type.String(),
  changed_at: Instant,
});
export type NewUserPasswordAnswer = Static<typeof NewUserPasswordAnswer>;
