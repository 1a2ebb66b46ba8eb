import { databaseNamePattern, endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { answer } from "../platform/http/journey.ts";
import { pageOf, readPage } from "../platform/http/page.ts";
import { databaseView } from "./view.ts";
import { listViews } from "./view-queries.ts";

/** By name: what one owns, and what one may use. */
export const listDatabases = forAccount(endpoints.listDatabases, async ({ tx, actor, query }) => {
  const page = readPage(query, new RegExp(databaseNamePattern));
  const found = await listViews(tx, actor.accountId, { limit: page.wanted.limit, after: page.wanted.cursor });
  const { rows, next } = pageOf(
    found.map((row) => ({ row, cursor: row.name })),
    page,
  );
  return answer(200, { databases: rows.map(({ row }) => databaseView(row, actor)), next_cursor: next });
});
