import type { DatabasePermission } from "@guestlist/contract";
import type { Reader } from "../control-database.ts";

/** The two questions that the platform cannot answer itself: who is it, and may they. */
export interface Gate<Actor, Grant> {
  /** Null when the credentials open nothing (any more). */
  authenticate(db: Reader, credentials: Credentials): Promise<Actor | null>;
  /** Throws a Refusal: 404 where even existence is private, 403 where it is not. */
  permit(db: Reader, actor: Actor, permission: DatabasePermission, database: string): Promise<Grant>;
}
export interface Credentials {
  readonly sessionToken: string | null;
  readonly bearerToken: string | null;
}

export const notSignedIn = "You are not signed in. Sign in, or send an API token as a bearer token.";
