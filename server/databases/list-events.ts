import { endpoints } from "@guestlist/contract";
import { findAccount } from "../accounts/queries.ts";
import { listEvents } from "../events/list.ts";
import { countEvents } from "../events/queries.ts";
import { answer } from "../platform/http/journey.ts";
import { readNumber } from "../platform/http/page.ts";
import { forDatabase, type DatabaseCall } from "./grant.ts";

/** What happened to the database, newest first. */
export const timeline = forDatabase(endpoints.listEvents, async (call) => {
  const { tx, grant, query } = call;
  const { limit = 100, cursor, person, type, count } = query;
  const which = {
    databaseId: grant.database.id,
    ...(person !== undefined && { person }),
    ...(type !== undefined && { type }),
  };
  const before = readNumber(cursor, 15);
  const events = await listEvents(tx, { ...which, limit: limit + 1, ...(before !== undefined && { before }) });
  const shown = events.slice(0, limit);
  return answer(200, {
    events: shown,
    next_cursor: events.length > limit ? (shown.at(-1)?.id ?? null) : null,
    ...(count !== undefined && { whole: { events: await countEvents(tx, which), database: await identify(call) } }),
  });
});

/** By its name of today, also where an id was asked for. */
async function identify({ tx, actor, grant }: DatabaseCall<typeof endpoints.listEvents>) {
  const { id, name, owner_account_id: ownerId } = grant.database;
  const { email, username } = ownerId === actor.accountId ? actor : await findAccount(tx, ownerId);
  return { id, name, owner: { email, username } };
}
