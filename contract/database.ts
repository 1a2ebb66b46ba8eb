import { Type, type Static } from "typebox";
import { Can, Email, Id, Instant, nullable, shape, WhyNot, oneOf } from "./shapes.ts";

export const databaseNamePattern = "^[a-z][a-z0-9-]{4,46}[a-z0-9]$";

/** What an account is to a database. */
export const Standing = oneOf("owner", "full", "read-write", "read-only");
export type Standing = Static<typeof Standing>;

/** The server that holds a database, as last seen. Times are the control database's. */
export const ServerState = shape({
  name: Type.String(),
  /** Of PostgreSQL, as it names itself: `17.6`; null until first seen. */
  version: nullable(Type.String()),
  bundled: Type.Boolean(),
  state: oneOf("answers", "silent", "unknown"),
  /** Round trip of the last look, milliseconds. */
  answers_ms: nullable(Type.Number()),
  silent_since: nullable(Instant),
  seen_at: nullable(Instant),
  last_try_at: nullable(Instant),
  next_try_at: nullable(Instant),
  /** Why it does not answer, or does not let Guestlist work on it, in words; null while it does. */
  reason: nullable(Type.String()),
  /** What somebody has to do, of one that answers and refuses; null while it works, and while it is only away. */
  to_mend: nullable(Type.String()),
});
export type ServerState = Static<typeof ServerState>;

/** How many people stand where; `can_log_in` counts the owner, and everybody whom PostgreSQL would let in as last seen. */
export const People = shape({
  can_log_in: Type.Integer(),
  pending: Type.Integer(),
  making: Type.Integer(),
  revoking: Type.Integer(),
  /** Open sessions as of `seen_at`; null for those who may not know. */
  sessions: nullable(Type.Integer()),
  seen_at: nullable(Instant),
});

/** What becomes of the owner when a transfer is accepted: a collaborator with full access, or they leave. */
export const FormerOwner = oneOf("stays", "leaves");
export type FormerOwner = Static<typeof FormerOwner>;

/** The owner has offered the database to one of its collaborators. */
export const Transfer = shape({
  to: Type.String(),
  former_owner: FormerOwner,
  offered_at: Instant,
  /** The reader is the one who may accept or decline. */
  to_me: Type.Boolean(),
});
export type Transfer = Static<typeof Transfer>;

export const Database = shape({
  id: Id,
  name: Type.String(),
  state: oneOf("making", "ready", "deleting", "deleted"),
  /** Why `state` does not move on, in words. */
  blocked: nullable(Type.String()),
  standing: Standing,
  owner: shape({ email: Type.String(), username: Type.String() }),
  dbname: Type.String(),
  kind: oneOf("created", "attached"),
  /** `made`: created here with a powerless owner role; `kept`: the attached database's owner can log in, so `full` is refused. */
  ownership: oneOf("made", "kept", "moving", "moved", "returning"),
  collaborators_managed_by: oneOf("owner", "full"),
  /** Shown to the owner and to whom it is offered; null for everybody else. */
  transfer: nullable(Transfer),
  server: ServerState,
  people: People,
  created_at: Instant,
  last_activity_at: Instant,
  can: Can,
  why_not: WhyNot,
});
export type Database = Static<typeof Database>;

export const DatabaseAnswer = shape({ database: Database });
export const DatabasesAnswer = shape({ databases: Type.Array(Database), next_cursor: nullable(Type.String()) });

/** With `url` an existing database is attached by its admin connection; without, one is created on the configured server. */
export const CreateDatabaseBody = shape({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  url: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
  ownership: Type.Optional(oneOf("keep", "move")),
});
/** `connection_uri` is the application's own login with its password: in this answer only. Null when attached. */
export const CreateDatabaseAnswer = shape({ database: Database, connection_uri: nullable(Type.String()) });

/**
 * At least one of them. `name` is Guestlist's: in PostgreSQL the database keeps its own. `ownership` is of an attached
 * database: `move` it to a role that cannot log in, or `keep` (return) it.
 */
export const ChangeDatabaseBody = shape({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  collaborators_managed_by: Type.Optional(oneOf("owner", "full")),
  ownership: Type.Optional(oneOf("keep", "move")),
});
export const OwnershipPreviewQuery = shape({ to: oneOf("keep", "move") });
/** What the move, or its undoing, would change, in words, one line each; empty when nothing has to move. */
export const OwnershipPreviewAnswer = shape({ lines: Type.Array(Type.String()) });
export const DeleteDatabaseBody = shape({ confirm: Type.String({ maxLength: 200 }) });
/** `data=drop` drops a created database in PostgreSQL too; an attached one never is. */
export const DeleteDatabaseQuery = shape({
  data: Type.Optional(oneOf("keep", "drop")),
});
/** 202: some access is still open, `waiting` says why. */
export const DeleteDatabaseAnswer = shape({ database: Database, waiting: nullable(Type.String()) });

/** With `ownership: "move"` what stands in the way of the move refuses; without, it limits. */
export const CheckDatabaseBody = shape({
  url: Type.String({ minLength: 1, maxLength: 4000 }),
  ownership: Type.Optional(oneOf("keep", "move")),
});

/** One finding of the check before an attach: `refuses` ones must be mended first, `limits` ones are to be known. */
export const Finding = shape({
  kind: oneOf("fine", "limits", "refuses"),
  code: Type.String(),
  message: Type.String(),
});
export type Finding = Static<typeof Finding>;

export const CheckDatabaseAnswer = shape({
  attachable: Type.Boolean(),
  host: Type.String(),
  port: Type.Integer(),
  dbname: Type.String(),
  version: nullable(Type.String()),
  admin: nullable(shape({ name: Type.String(), superuser: Type.Boolean() })),
  owner: nullable(shape({ name: Type.String(), can_log_in: Type.Boolean() })),
  /** What `ownership: "move"` would change, in words, one line each, or why it cannot be moved; empty when nothing has to move. */
  move_preview: Type.Array(Type.String()),
  findings: Type.Array(Finding),
});
export type CheckDatabaseAnswer = Static<typeof CheckDatabaseAnswer>;

/** `to` is an accepted collaborator, by address or id. */
export const OfferTransferBody = shape({ to: Email, former_owner: FormerOwner });

/** A database offered to the reader, as it is shown among the invitations. */
export const OfferedTransfer = shape({
  database: shape({ id: Id, name: Type.String() }),
  from: Type.String(),
  former_owner: FormerOwner,
  offered_at: Instant,
});
export type OfferedTransfer = Static<typeof OfferedTransfer>;
export const TransfersAnswer = shape({ transfers: Type.Array(OfferedTransfer) });
