import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { answer } from "../platform/http/journey.ts";
import { databaseView } from "./view.ts";
import { listViews } from "./view-queries.ts";

/** By name: what one owns, and what one may use. */
export const listDatabases = forAccount(endpoints.listDatabases, async ({ tx, actor, query }) => {
  const { limit = 100, cursor } = query;
  const after =
    cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString("utf8").replaceAll("\0", "");
  // One more than asked for: whether there is a next page shows without counting.
  const rows = await listViews(tx, actor.accountId, { limit: limit + 1, after });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(last.name).toString("base64url") : null;
  return answer(200, { databases: shown.map((row) => databaseView(row, actor)), next_cursor: next });
});
