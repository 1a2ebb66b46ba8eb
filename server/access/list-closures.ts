import { endpoints } from "@guestlist/contract";
import { viewClosure } from "../collaborators/closure.ts";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { readNumber } from "../platform/http/page.ts";
import { listClosureRows } from "./reading-queries.ts";

/** Closure receipts, newest first. */
export const listClosures = forDatabase(endpoints.listClosures, async ({ tx, grant, query }) => {
  const { limit = 100, cursor } = query;
  const before = readNumber(cursor, 9);
  const rows = await listClosureRows(tx, grant.database.id, {
    limit: limit + 1,
    ...(before !== undefined && { before }),
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return answer(200, {
    closures: shown.map(viewClosure),
    next_cursor: last === undefined ? null : String(last.number),
  });
});
