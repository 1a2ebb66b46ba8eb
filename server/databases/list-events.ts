import { endpoints } from "@guestlist/contract";
import { listEvents } from "../events/list.ts";
import { answer } from "../platform/http/journey.ts";
import { forDatabase } from "./grant.ts";

/** What happened to the database, newest first. */
export const timeline = forDatabase(endpoints.listEvents, async ({ tx, grant, query }) => {
  const { limit = 100, cursor, person, type } = query;
  const events = await listEvents(tx, {
    databaseId: grant.database.id,
    limit: limit + 1,
    ...(cursor !== undefined && /^\d{1,15}$/.test(cursor) && { before: Number(cursor) }),
    ...(person !== undefined && { person }),
    ...(type !== undefined && { type }),
  });
  const shown = events.slice(0, limit);
  return answer(200, { events: shown, next_cursor: events.length > limit ? (shown.at(-1)?.id ?? null) : null });
});
