import type { Tx } from "../platform/control-database.ts";
import type { Client, SessionCookie } from "../platform/http/journey.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { deleteSession, insertSession } from "./actor-queries.ts";

const lifetimeMs = 30 * 24 * 3_600_000;

export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Starts a session with a token that nobody knew before, and ends the one that the browser had: a token planted there
 * never becomes a signed-in one. The caller sets the cookie once the transaction has committed.
 */
export async function startSession(
  tx: Tx,
  accountId: string,
  asked: { readonly client: Client; readonly session: SessionCookie },
): Promise<StartedSession> {
  const token = newToken("gls");
  const expiresAt = new Date(Date.now() + lifetimeMs);
  if (asked.session.token !== null) await deleteSession(tx, hashToken(asked.session.token));
  await insertSession(tx, {
    accountId,
    tokenHash: hashToken(token),
    expiresAt,
    clientAddress: asked.client.address,
    userAgent: asked.client.userAgent,
  });
  return { token, expiresAt };
}
