import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken } from "../platform/tokens.ts";
import { forAccount } from "./actor.ts";
import { deleteSession } from "./actor-queries.ts";

export const signOut = forAccount(endpoints.signOut, async ({ tx, actor, session }) => {
  if (actor.via.kind === "token" || session.token === null)
    throw new Refusal("not_permitted", "An API token has no session to end. End the token instead.");
  await deleteSession(tx, hashToken(session.token));
  session.clear();
  return answer(204, null);
});
