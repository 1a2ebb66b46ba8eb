import type { EndedSession } from "./drain.ts";
import type { LoginAttempt } from "./prove.ts";
import type { LoginRow } from "./queries.ts";

/** How far the closing of a login came. */
export type Closed =
  | {
      readonly closed: true;
      readonly login: LoginRow;
      readonly attempt: LoginAttempt;
      readonly leftOver: readonly string[];
    }
  | { readonly closed: false; readonly reason: string };

/** What is seen once new logins are refused. */
export interface Surroundings {
  readonly at: Date;
  readonly lsn: string;
  readonly memberships: readonly { readonly role: string; readonly member: string; readonly grantor: string }[];
  readonly sessions: readonly EndedSession[];
  /** With the marker of the same login, and able to let somebody in. Looked for when its door is shut. */
  readonly others?: readonly { readonly oid: number; readonly name: string }[];
}
