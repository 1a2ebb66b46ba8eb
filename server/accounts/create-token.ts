import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { recordEvent } from "../events/record.ts";
import { limit } from "../platform/rate-limit.ts";
import { Refusal } from "../platform/refusal.ts";
import { errandForAccount } from "./actor.ts";
import { makeToken, showTokenRow } from "./api-token.ts";
import { isStillSignedIn } from "./actor-queries.ts";
import { rules } from "./rules.ts";

/** Makes an API token, shown in this answer only. */
export const createToken = errandForAccount(endpoints.createToken, async ({ platform, body, actor }) => {
  const name = readName(body.name);
  await limit(platform, rules.tokensOf, [actor.accountId]);
  const made = await platform.db.transaction().execute(async (tx) => {
    // A reset or a sign-out of this very moment ends the caller: no token may be left over from that.
    if (!(await isStillSignedIn(tx, actor))) throw new Refusal("not_signed_in", "You are not signed in any more.");
    await recordEvent(tx, { type: "account.token_created", actor, subject: actor.email, data: { name } });
    return makeToken(tx, actor.accountId, name);
  });
  return answer(201, { api_token: showTokenRow(made.row), token: made.token });
});

function readName(text: string): string {
  const name = text.trim();
  if (name === "" || /[\p{C}\p{Zl}\p{Zp}]/u.test(name))
    throw new Refusal("invalid_request", "Give the token a name in letters, without line breaks.", "name");
  return name;
}
