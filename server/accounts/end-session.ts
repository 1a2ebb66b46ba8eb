import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { isUuid } from "../platform/uuid.ts";
import { forAccount } from "./actor.ts";
import { deleteSessionById } from "./profile-queries.ts";

/** Signs one browser out; what it asks from then on is refused. */
export const endSession = forAccount(endpoints.endSession, async ({ tx, actor, params, session }) => {
  const ended = isUuid(params.id) && (await deleteSessionById(tx, actor.accountId, params.id));
  if (!ended) throw new Refusal("not_found", "You have no such session, or it has ended already.");
  await recordEvent(tx, { type: "account.sessions_ended", actor, subject: actor.email, data: { ended: 1 } });
  if (actor.via.kind === "session" && actor.via.id === params.id.toLowerCase()) session.clear();
  return answer(204, null);
});
