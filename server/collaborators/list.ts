import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { listCollaborators, positions } from "./listing.ts";
import { pageOf, readPage } from "../platform/http/page.ts";
import { readerOf, viewCollaborator } from "./view.ts";

/** Owner first, then by invitation time. */
export const list = forDatabase(endpoints.listCollaborators, async ({ tx, actor, grant, query }) => {
  const page = readPage(query, positions);
  const { rows, next } = pageOf(await listCollaborators(tx, grant.database.id, page.wanted), page);
  const reader = readerOf(grant);
  return answer(200, { collaborators: rows.map((row) => viewCollaborator(row, actor, reader)), next_cursor: next });
});
