import { Type, type Static } from "typebox";
import { Id, oneOf, shape } from "./shapes.ts";

/**
 * One message of the stream: that something changed, never what; whoever shows it asks for it again. `id` is a database's;
 * of `account.changed` and `session.ended` the account's own.
 */
export const Change = shape({
  kind: oneOf(
    // Something about a database that is shown changed: its collaborators, logins, sessions, events, server or settings.
    "database.changed",
    // The account's own lists changed: its databases, or the invitations to its address.
    "account.changed",
    // The account's access to the database has ended, and its login is being closed.
    "access.ending",
    // And its login is closed.
    "access.ended",
    // The account's own database was taken off Guestlist.
    "database.deleted",
    // What opened the stream no longer signs in; it is the last message.
    "session.ended",
  ),
  id: Id,
});
export type Change = Static<typeof Change>;

/** `text/event-stream`: each message's `data` is a `Change` in JSON. Lines that begin with a colon keep the connection open. */
export const ChangeStream = Type.Unsafe<AsyncIterable<Uint8Array>>({
  type: "string",
  description: "Server-sent events; the data of each is `{kind, id}`.",
});
