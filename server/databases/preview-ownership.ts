import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { previewMove, previewReturn } from "./findings.ts";
import { errandForDatabase, type DatabaseRow } from "./grant.ts";
import { lookAtOwnership, refuseUnlessMovable } from "./look-at-ownership.ts";
import { ownershipAfter } from "./ownership.ts";

/** What a move of the ownership, or its undoing, would change. Looks only. */
export const previewOwnership = errandForDatabase(endpoints.previewOwnership, async ({ platform, grant, query }) => {
  const { database } = grant;
  if (ownershipAfter(database, query.to) === null) return answer(200, { lines: onItsWay(database) });
  if (query.to === "move") return answer(200, { lines: previewMove(await refuseUnlessMovable(platform, database)) });
  const look = await lookAtOwnership(platform, database);
  return answer(200, { lines: previewReturn(look, database) });
});

/** Nothing more is to be asked for: it is there, or what was asked for is not done yet. */
function onItsWay({ name, ownership, blocked }: DatabaseRow): string[] {
  if (ownership !== "moving" && ownership !== "returning") return [];
  const now = `The ownership of ${name} is being ${ownership === "moving" ? "moved" : "returned"} already.`;
  return blocked === null ? [now] : [now, `It waits: ${blocked}`];
}
