import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { answer } from "../platform/http/journey.ts";
import { listTransfersTo } from "./transfer-queries.ts";

/** Databases that their owners have offered to the caller. */
export const listTransfers = forAccount(endpoints.listTransfers, async ({ tx, actor }) => {
  const rows = await listTransfersTo(tx, actor.accountId);
  const transfers = rows.map((row) => ({
    database: { id: row.database_id, name: row.database_name },
    from: row.from_email,
    former_owner: row.former_owner,
    offered_at: row.offered_at.toISOString(),
  }));
  return answer(200, { transfers });
});
