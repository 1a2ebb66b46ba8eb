import { endpoints } from "@guestlist/contract";
import { listEvents } from "../events/list.ts";
import { countEvents } from "../events/queries.ts";
import { answer } from "../platform/http/journey.ts";
import { forDatabase } from "./grant.ts";

/** What happened to the database, newest first. */
export const timeline = forDatabase(endpoints.listEvents, async ({ tx, grant, query }) => {
  const { limit = 100, cursor, person, type, count } = query;
  const which = {
    databaseId: grant.database.id,
    ...(person !== undefined && { person }),
    ...(type !== undefined && { type }),
  };
  const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) && { before: Number(cursor) };
  const events = await listEvents(tx, { ...which, limit: limit + 1, ...before });
  const shown = events.slice(0, limit);
  return answer(200, {
    events: shown,
    next_cursor: events.length > limit ? (shown.at(-1)?.id ?? null) : null,
    ...(count !== undefined && { total_count: await countEvents(tx, which) }),
  });
});
