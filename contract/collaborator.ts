import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Closure } from "./closure.ts";
import { SignedReceipt } from "./receipt.ts";
import { Can, Email, Id, Instant, nullable, shape, WhyNot, oneOf } from "./shapes.ts";

export const CollaboratorStatus = oneOf("owner", "pending", "accepted", "revoking", "ended");
export type CollaboratorStatus = Static<typeof CollaboratorStatus>;

/** A person's own PostgreSQL login, as the reconciler last saw it. */
export const Login = shape({
  name: Type.String(),
  state: oneOf("making", "ready", "closing", "closed", "gone"),
  /** The level that PostgreSQL gives; null while never seen. */
  access: nullable(AccessLevel),
  /** From when on PostgreSQL refuses it by itself (`VALID UNTIL`); null without an end. */
  until: nullable(Instant),
  /** Why the state does not move on, in words. */
  blocked: nullable(Type.String()),
  /** Sessions open at `seen_at`; null while never seen. */
  sessions: nullable(Type.Integer()),
  seen_at: nullable(Instant),
  /** When the newest session that was ever seen began. A session that lasted a few seconds may not have been seen. */
  last_login_at: nullable(Instant),
  /** Since when it is looked who is connected with it: since it was made. */
  watched_since: nullable(Instant),
  /** False until the person asked for a password: nobody could log in yet. */
  has_password: Type.Boolean(),
});
export type Login = Static<typeof Login>;

/** What of a change PostgreSQL does not follow yet: until then it gives what `login` says. */
export const Changing = shape({
  /** The access level is still `login.access`. */
  level: Type.Boolean(),
  /** The end is still `login.until`. */
  end: Type.Boolean(),
  /** One sentence in words while the server is awaited or refuses; null while it goes on. */
  waiting: nullable(Type.String()),
});
export type Changing = Static<typeof Changing>;

/** How far a revoke has come: the two clocks, and why it waits. Times are the shared server's own. */
export const Closing = shape({
  requested_at: Instant,
  new_logins_refused_at: nullable(Instant),
  last_session_gone_at: nullable(Instant),
  sessions_left: nullable(Type.Integer()),
  /** One sentence in words while the server is awaited or refuses; null while it goes on. */
  waiting: nullable(Type.String()),
});
export type Closing = Static<typeof Closing>;

export const Collaborator = shape({
  /** The owner's row carries the account's id. */
  id: Id,
  email: Type.String(),
  /** Null while nobody with that address has accepted. */
  username: nullable(Type.String()),
  status: CollaboratorStatus,
  /** Only of a pending one: its invitation no longer works. */
  expired: Type.Boolean(),
  role: Type.String(),
  access: AccessLevel,
  until: nullable(Instant),
  login: nullable(Login),
  /** Null while PostgreSQL gives what `access` and `until` say, or lets nobody in yet. */
  changing: nullable(Changing),
  closing: nullable(Closing),
  closure_number: nullable(Type.Integer()),
  is_me: Type.Boolean(),
  invited_by: nullable(Type.String()),
  invited_at: nullable(Instant),
  accepted_at: nullable(Instant),
  invitation_expires_at: nullable(Instant),
  /** Null while the invitation mail is on its way or was sent; else why it could not be delivered. */
  mail_failed: nullable(Type.String()),
  /** Keys: revoke, leave, resend, copy_link, change_access. */
  can: Can,
  why_not: WhyNot,
});
export type Collaborator = Static<typeof Collaborator>;

export const CollaboratorAnswer = shape({ collaborator: Collaborator });
export const CollaboratorsAnswer = shape({
  collaborators: Type.Array(Collaborator),
  next_cursor: nullable(Type.String()),
});

/** Whoever loses full access loses what they had invited: addresses whose invitations are withdrawn with it. */
const invitations_withdrawn = Type.Array(Type.String());
export const ChangedAnswer = shape({ collaborator: Collaborator, invitations_withdrawn });
/** 202: PostgreSQL does not give it yet; `waiting` says why, and what it gives until then. */
export const ChangingAnswer = shape({ collaborator: Collaborator, invitations_withdrawn, waiting: Type.String() });

/** `access` is checked by the journey, so that an unknown level gets its own words; `until` is an instant, a day, or `30d`. */
export const InviteBody = shape({
  email: Email,
  access: Type.Optional(Type.String({ maxLength: 100 })),
  until: Type.Optional(Type.String({ maxLength: 100 })),
});
export const ChangeAccessBody = shape({
  access: Type.Optional(Type.String({ maxLength: 100 })),
  until: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
});

/**
 * 200: ended, with the closure where there was a login, and what was signed of it last. Whoever leaves gets their receipt here:
 * the next moment they may not ask for it.
 */
export const EndedAnswer = shape({
  collaborator: Collaborator,
  closure: nullable(Closure),
  receipt: nullable(SignedReceipt),
});
/** 202: access is still open; `waiting` says why and what happens next. */
export const RevokingAnswer = shape({ collaborator: Collaborator, waiting: Type.String() });

/** Several accesses of one database at once, pending invitations among them. */
export const RevokeManyBody = shape({ ids: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }) });
export const EndedManyAnswer = shape({ collaborators: Type.Array(Collaborator) });
/** 202: some access is still open; `waiting` says of the first one why. */
export const RevokingManyAnswer = shape({ collaborators: Type.Array(Collaborator), waiting: Type.String() });

/** A link that an inviter may pass on by hand: it needs an account whose address was verified. Shown once. */
export const InvitationLinkAnswer = shape({ url: Type.String(), expires_at: Instant });

/** `database` by name or id; else every database that one owns or manages. */
export const ExportQuery = shape({
  format: Type.Optional(oneOf("csv", "json")),
  database: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});

/** A collaborator beside the database it belongs to, for the overview over all databases. */
export const OverviewAnswer = shape({
  collaborators: Type.Array(
    shape({
      database: shape({
        id: Id,
        name: Type.String(),
        server_state: Type.String(),
        /** As `to_mend` of the database's server. */
        server_to_mend: nullable(Type.String()),
        seen_at: nullable(Instant),
      }),
      collaborator: Collaborator,
    }),
  ),
  next_cursor: nullable(Type.String()),
});
