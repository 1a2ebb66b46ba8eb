import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { databaseView } from "../databases/view.ts";
import { findView } from "../databases/view-queries.ts";
import { answer } from "../platform/http/journey.ts";
import { noTransfer, recordWithdrawn } from "./transfer.ts";
import { withdrawOffered } from "./transfer-queries.ts";

/** The owner takes an offer back. Whoever accepts at the same moment comes first or second, and never both. */
export const withdrawTransfer = forDatabase(endpoints.withdrawTransfer, async ({ tx, actor, grant }) => {
  const { id, name } = grant.database;
  const transfer = await withdrawOffered(tx, { databaseId: id });
  if (transfer === null) throw noTransfer(name);
  await recordWithdrawn(tx, transfer, { actor });
  return answer(200, { database: databaseView(await findView(tx, actor.accountId, id), actor) });
});
