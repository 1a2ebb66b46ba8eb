import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Can, Id, Instant, nullable, oneOf, shape, WhyNot } from "./shapes.ts";

/** Rules of a new one's name; PostgreSQL cuts names after 63 bytes. */
export const databaseUserNamePattern = "^[a-z][a-z0-9_-]{1,62}$";

/** The login of an application, not of a person. Never with its password. */
export const DatabaseUser = shape({
  id: Id,
  /** As PostgreSQL calls it. */
  name: Type.String(),
  /** It came with the database, and stays as long. */
  protected: Type.Boolean(),
  /** `full` works as the database's owner role: what it creates belongs to the database, not to it. */
  access: AccessLevel,
  state: oneOf("making", "ready", "deleting", "gone"),
  /** Why `state` does not move on, in words. */
  blocked: nullable(Type.String()),
  created_at: Instant,
  password_changed_at: Instant,
  /** Who made or was shown today's password, as far as Guestlist knows; null for those who do not manage database users. */
  known_to: nullable(Type.Array(shape({ email: Type.String(), shown_at: Instant }))),
  /** Keys: reset_password, delete. */
  can: Can,
  why_not: WhyNot,
});
export type DatabaseUser = Static<typeof DatabaseUser>;

export const DatabaseUsersAnswer = shape({ users: Type.Array(DatabaseUser) });

/** `password` is for clients that make their own; without it Guestlist makes one, which is the better way. */
const OwnPassword = Type.Optional(Type.String({ maxLength: 200 }));

/** `access` is `full` when not given; it and `name` are checked by the journey, so that each mistake gets its own words. */
export const CreateDatabaseUserBody = shape({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  access: Type.Optional(Type.String({ maxLength: 100 })),
  password: OwnPassword,
});
/** The password and the URI with it are in this answer only. The login may still be on its way: `user.state` says so. */
export const CreateDatabaseUserAnswer = shape({ user: DatabaseUser, password: Type.String(), uri: Type.String() });

export const DeleteDatabaseUserBody = shape({ confirm: Type.String({ maxLength: 200 }) });
/** 202: it can still be let in, or its role is still there; `waiting` says why. */
export const DeleteDatabaseUserAnswer = shape({ user: DatabaseUser, waiting: nullable(Type.String()) });

/** Sessions that were opened with the old password are ended, unless they are to be kept. */
export const ResetUserPasswordBody = shape({
  keep_sessions: Type.Optional(Type.Boolean()),
  password: OwnPassword,
});

/** The password and the URI with it are in this answer only: PostgreSQL gets a verifier, Guestlist keeps nothing. */
export const NewUserPasswordAnswer = shape({
  name: Type.String(),
  password: Type.String(),
  uri: Type.String(),
  changed_at: Instant,
});
export type NewUserPasswordAnswer = Static<typeof NewUserPasswordAnswer>;
