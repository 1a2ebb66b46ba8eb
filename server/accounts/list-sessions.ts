import { endpoints, type SignedInSession } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { forAccount, type Actor } from "./actor.ts";
import { openSessions, type SessionRow } from "./profile-queries.ts";
import { readUserAgent } from "./user-agent.ts";

/** The browsers that are signed in; the one that asks first. */
export const listSessions = forAccount(endpoints.listSessions, async ({ tx, actor }) => {
  const sessions = (await openSessions(tx, actor.accountId)).map((row) => showSessionRow(row, actor));
  return answer(200, { sessions: sessions.toSorted((a, b) => Number(b.current) - Number(a.current)) });
});

const showSessionRow = (row: SessionRow, { via }: Actor): SignedInSession => ({
  id: row.id,
  ...readUserAgent(row.user_agent),
  client_address: row.client_address,
  created_at: row.created_at.toISOString(),
  last_seen_at: row.last_seen_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  current: via.kind === "session" && via.id === row.id,
});
