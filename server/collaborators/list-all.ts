import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { toMend } from "../databases/connection-failure.ts";
import { answer } from "../platform/http/journey.ts";
import { listAllCollaborators, positions, type ListingRow } from "./listing.ts";
import { pageOf, readPage } from "../platform/http/page.ts";
import type { Reader } from "./collaborator.ts";
import { viewCollaborator } from "./view.ts";

/** The overview: collaborators of every database that one owns or manages. */
export const listAll = forAccount(endpoints.listAllCollaborators, async ({ tx, actor, query }) => {
  const page = readPage(query, positions);
  const { rows, next } = pageOf(await listAllCollaborators(tx, actor.accountId, page.wanted), page);
  const collaborators = rows.map((row) => ({
    database: {
      id: row.database_id,
      name: row.database_name,
      server_state: row.server_state,
      server_to_mend: toMend({ state: row.server_state, reason: row.server_reason }),
      seen_at: row.server_seen_at?.toISOString() ?? null,
    },
    collaborator: viewCollaborator(row, actor, managerOf(row)),
  }));
  return answer(200, { collaborators, next_cursor: next });
});

/** Only databases that the reader manages are listed; owner and full manager may do the same on these rows. */
export const managerOf = (row: ListingRow): Reader => ({
  databaseName: row.database_name,
  standing: "full",
  manages: true,
});
