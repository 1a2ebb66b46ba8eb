import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import { Refusal } from "../platform/refusal.ts";
import { isUuid } from "../platform/uuid.ts";
import { forAccount, type Actor } from "./actor.ts";
import { endToken as endOpenToken } from "./actor-queries.ts";

/** Ends one of the account's tokens; `current` is the one that asks. */
export const endToken = forAccount(endpoints.endToken, async ({ tx, actor, params }) => {
  const id = params.id === "current" ? currentOf(actor) : params.id;
  const ended = isUuid(id) ? await endOpenToken(tx, actor.accountId, id) : null;
  if (ended === null) throw new Refusal("not_found", "You have no such API token, or it has ended already.");
  await recordEvent(tx, {
    type: "account.token_ended",
    actor,
    subject: actor.email,
    data: { name: ended.name },
  });
  return answer(204, null);
});

function currentOf({ via }: Actor): string {
  if (via.kind === "token") return via.id;
  throw new Refusal("not_found", "You are signed in by a session, not by an API token. Sign out to end it.");
}
