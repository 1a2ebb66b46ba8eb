import { Type, type Static } from "typebox";
import { Id, Instant, nullable, PageQuery, shape } from "./shapes.ts";

/** Every kind of recorded fact, `noun.past_tense`, with what its `data` holds. */
export const eventTypes = [
  "account.created", // {}
  "account.verified", // {}
  "account.password_changed", // {}
  "account.username_changed", // {from, to}
  "account.sessions_ended", // {ended}
  "account.token_created", // {name}
  "account.token_ended", // {name}
  "database.created", // {}
  "database.attached", // {server, ownership}
  "database.ready", // {}
  "database.blocked", // {reason}
  "database.changed", // {collaborators_managed_by} or {ownership}
  "database.renamed", // {from, to}
  "database.deleting", // {data}
  "database.deleted", // {data}
  "database.ownership_moved", // {from, to}
  "database.ownership_returned", // {from, to}
  "transfer.offered", // {former_owner}
  "transfer.accepted", // {from, former_owner}
  "transfer.declined", // {}
  "transfer.withdrawn", // {reason?: access_ended|database_deleted}
  "server.unreachable", // {server, reason, refuses?: true}
  "server.answered", // {server, silent_s, refused?: true}
  "server.timeline_changed", // {server, from, to}
  "collaborator.invited", // {access, until, expires_at}
  "invitation.resent", // {expires_at}
  "invitation.link_copied", // {}
  "invitation.mail_failed", // {reason}
  "invitation.declined", // {}
  "invitation.withdrawn", // {}
  "invitation.expired", // {}
  "collaborator.accepted", // {access}
  "collaborator.access_changed", // {from, to} or {until}
  "collaborator.end_announced", // {until}
  "collaborator.revoking", // {reason?: expired|by_hand|database_deleted}
  "collaborator.left", // {}
  "collaborator.ended", // {closure_number, refused_after_ms, gone_after_ms}
  "login.ready", // {login_name, access}
  "login.blocked", // {login_name, reason}
  "login.password_changed", // {login_name}
  "login.dropped", // {login_name}
  "database_user.created", // {login_name, access}
  "database_user.ready", // {login_name}
  "database_user.blocked", // {login_name, reason}
  "database_user.deleting", // {login_name}
  "database_user.deleted", // {login_name, sessions_ended, objects_moved, moved_to}
  "database_user.password_changed", // {login_name, sessions_ended}
  "firewall_rule.added", // {cidr, label}
  "firewall_rule.removed", // {cidr, label}
  "firewall.enforced", // {rules, sessions_ended}
  "closure.decided", // {closure_number, item, name, decision}
  "review.started", // {review_number}
  "review.decided", // {review_number, decision}
  "review.finished", // {review_number, kept, ended}
  "review.discarded", // {review_number}
  "access.drift_found", // {login_name, found}
  "access.repaired", // {login_name, what}
] as const;
export type EventType = (typeof eventTypes)[number];

export const RecordedEvent = shape({
  id: Type.String(),
  at: Instant,
  type: Type.String(),
  /** Who did it; null for Guestlist itself. */
  actor_email: nullable(Type.String()),
  /** To whom, where it concerns a person. */
  subject_email: nullable(Type.String()),
  database_id: nullable(Id),
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type RecordedEvent = Static<typeof RecordedEvent>;

export const EventsQuery = shape({
  ...PageQuery.properties,
  person: Type.Optional(Type.String({ maxLength: 400 })),
  type: Type.Optional(Type.String({ maxLength: 200 })),
  /** Asks for `whole` as well. */
  count: Type.Optional(Type.Literal("true")),
});
/** Newest first. */
export const EventsAnswer = shape({
  events: Type.Array(RecordedEvent),
  next_cursor: nullable(Type.String()),
  /** What this is a page of. */
  whole: Type.Optional(
    shape({
      events: Type.Integer(),
      database: shape({
        id: Id,
        name: Type.String(),
        owner: shape({ email: Type.String(), username: Type.String() }),
      }),
    }),
  ),
});
