import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { previewMove, previewReturn } from "./findings.ts";
import { errandForDatabase } from "./grant.ts";
import { lookAt } from "./look.ts";
import { ownershipAfter } from "./ownership.ts";
import { adminUrlOfDatabase } from "./server-queries.ts";

/** What a move of the ownership, or its undoing, would change. Looks only. */
export const previewOwnership = errandForDatabase(endpoints.previewOwnership, async ({ platform, grant, query }) => {
  const { database } = grant;
  if (ownershipAfter(database, query.to) === null) return answer(200, { lines: [] });
  const look = await lookAt(await adminUrlOfDatabase(platform, database));
  if (typeof look === "string") throw new Refusal("cannot_move_ownership", look);
  if (!look.answered)
    throw new Refusal("server_does_not_answer", `${database.name} cannot be looked into: ${look.reason}.`);
  const { previous_owner_role: previous } = database;
  return answer(200, {
    lines: query.to === "move" ? previewMove(look) : previewReturn(look, previous ?? look.seen.owner),
  });
});
