import { Type, type Static } from "typebox";
import { CouldStillUse } from "./leftover.ts";
import { Instant, nullable, shape } from "./shapes.ts";

/** What a revoke would end, looked up now. */
export const RevocationPreview = shape({
  /** False when the server cannot be looked at: what is asked of it is empty then, and not known. */
  seen: Type.Boolean(),
  /** Databases of the server that hold something of the person's and could not be looked into. */
  not_seen: Type.Array(Type.String()),
  login_name: nullable(Type.String()),
  sessions: Type.Array(
    shape({
      pid: Type.Integer(),
      application: Type.String(),
      client: nullable(Type.String()),
      since: Instant,
      state: Type.String(),
      /** Seconds the open transaction has run; null outside one. */
      transaction_s: nullable(Type.Number()),
    }),
  ),
  /** `bytes` of tables and materialized views with their indexes; null of what has no size, or was locked. */
  objects: Type.Array(
    shape({
      database: Type.String(),
      kind: Type.String(),
      count: Type.Integer(),
      bytes: nullable(Type.Integer()),
    }),
  ),
  /** Locks of others on what the person owns: moving it waits for them. Closing the access does not. */
  locks: Type.Array(
    shape({
      database: Type.String(),
      object: Type.String(),
      /** Null: of a prepared transaction. */
      pid: nullable(Type.Integer()),
      login: nullable(Type.String()),
      application: Type.String(),
      /** Start of the transaction that holds it; null where the admin connection may not see it. */
      since: nullable(Instant),
    }),
  ),
  /** Of the person's own: they outlive sessions and hold locks, and are rolled back. */
  prepared_transactions: Type.Array(shape({ gid: Type.String(), database: Type.String(), since: Instant })),
  /**
   * Of the owner role, which the person worked as: theirs or an application's, so they are left for somebody to look at.
   * Empty for whoever never had full access; absent from older servers.
   */
  owner_prepared_transactions: Type.Optional(
    Type.Array(shape({ gid: Type.String(), database: Type.String(), since: Instant })),
  ),
  /** Owned by the person: replication goes on under another owner. */
  subscriptions: Type.Array(shape({ name: Type.String(), database: Type.String() })),
  /**
   * How they sign in at foreign servers. They are taken away with the login, and a password in one stays good there;
   * `holds_password` is null where the admin connection may not look. Absent from older servers.
   */
  user_mappings: Type.Optional(
    Type.Array(shape({ server: Type.String(), database: Type.String(), holds_password: nullable(Type.Boolean()) })),
  ),
  memberships: Type.Integer(),
  grants: Type.Integer(),
  /** What the person granted to others, the groups of the access levels left out. At most a hundred. */
  given: Type.Array(
    shape({
      database: nullable(Type.String()),
      /** A role, or `everybody`. */
      to: Type.String(),
      /** Of a login on this database. */
      email: nullable(Type.String()),
      /** `table public.orders`; `membership in x`. */
      on: Type.String(),
      privileges: Type.Array(Type.String()),
      /** It was given on what the person owns, and not to everybody: it goes on when that changes owner. */
      stays: Type.Boolean(),
    }),
  ),
  given_count: Type.Integer(),
  /** Functions of theirs that run with their rights, whoever calls them. */
  security_definer_functions: Type.Array(shape({ database: Type.String(), name: Type.String() })),
  /** Addresses of pending invitations the person sent, withdrawn with them. */
  invitations: Type.Array(Type.String()),
  /** API tokens of the person's account: from then on none of them reaches this database, and all of them go on elsewhere. */
  api_tokens: Type.Integer(),
  /** What they could still use once it has ended; null without a login. The receipt lists it, to decide about each. */
  could_still_use: nullable(CouldStillUse),
});
export type RevocationPreview = Static<typeof RevocationPreview>;
