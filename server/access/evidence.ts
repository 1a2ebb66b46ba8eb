import type { EndedSession } from "./drain.ts";

/** Objects of one kind that were taken from an ended login. */
export interface MovedObjects {
  readonly database: string;
  readonly kind: string;
  readonly count: number;
}

/** What the closing steps have seen so far, kept beside the login until the closure is written. */
export interface ClosingEvidence {
  readonly sessions_ended?: readonly EndedSession[];
  readonly memberships_removed?: readonly string[];
  /** Sentences about what goes on without the login. */
  readonly left_over?: readonly string[];
  /** Of the two clocks when new logins were refused. */
  readonly clock_ahead_ms?: number;
}

/** A crash between two steps loses nothing: what was seen before it stays, and what came since is added. */
export function addEvidence(seen: ClosingEvidence, more: ClosingEvidence): ClosingEvidence {
  const sessions = [...(seen.sessions_ended ?? []), ...(more.sessions_ended ?? [])];
  const memberships = [...(seen.memberships_removed ?? []), ...(more.memberships_removed ?? [])];
  const key = (session: EndedSession): string => `${session.pid} ${session.since ?? ""}`;
  // An admin that is no member of the login yet sees its process and not since when it runs: the later look knows more.
  const known = new Set(sessions.flatMap(({ pid, since }) => (since === null ? [] : [pid])));
  const distinct = sessions.filter(({ pid, since }) => since !== null || !known.has(pid));
  const leftOver = [...(seen.left_over ?? []), ...(more.left_over ?? [])];
  const ahead = seen.clock_ahead_ms ?? more.clock_ahead_ms;
  return {
    sessions_ended: [...new Map(distinct.map((session) => [key(session), session])).values()],
    memberships_removed: [...new Set(memberships)],
    ...(leftOver.length > 0 && { left_over: [...new Set(leftOver)] }),
    ...(ahead !== undefined && { clock_ahead_ms: ahead }),
  };
}
