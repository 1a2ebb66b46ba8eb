import type { Reader } from "../platform/control-database.ts";
import type { Credentials } from "../platform/http/stack.ts";
import { hashToken } from "../platform/tokens.ts";
import type { Actor } from "./actor.ts";
import { findActorBySession, findActorByToken } from "./actor-queries.ts";

/** Who asks, in one query; null when the credentials open nothing (any more). */
export async function authenticate(db: Reader, { sessionToken, bearerToken }: Credentials): Promise<Actor | null> {
  if (bearerToken !== null) return bearerToken.startsWith("glt_") ? findActorByToken(db, hashToken(bearerToken)) : null;
  return sessionToken?.startsWith("gls_") ? findActorBySession(db, hashToken(sessionToken)) : null;
}
