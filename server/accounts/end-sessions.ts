import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { forAccount } from "./actor.ts";
import { deleteSessionsOf } from "./actor-queries.ts";

/** Signs out everywhere; with `keep_current` everywhere else. API tokens are ended one by one. */
export const endSessions = forAccount(endpoints.endSessions, async ({ tx, actor, body, session }) => {
  const isSession = actor.via.kind === "session";
  const kept = isSession && body.keep_current === true;
  const ended = await deleteSessionsOf(tx, actor.accountId, kept ? actor.via.id : undefined);
  if (ended > 0)
    await recordEvent(tx, { type: "account.sessions_ended", actor, subject: actor.email, data: { ended } });
  if (isSession && !kept) session.clear();
  return answer(200, { ended });
});
