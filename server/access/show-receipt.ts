import { endpoints } from "@guestlist/contract";
import { viewReceipt } from "../collaborators/closure.ts";
import { forDatabase } from "../databases/grant.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { listReceipts } from "./receipt-queries.ts";
import { findClosure } from "./show-closure.ts";

/** A receipt as it was signed, with the statements before the newest. */
export const showReceipt = forDatabase(endpoints.showReceipt, async ({ tx, grant, params }) => {
  const closure = await findClosure(tx, grant.database, params.id);
  const [receipt, ...earlier] = (await listReceipts(tx, closure.id)).map(viewReceipt);
  if (receipt === undefined)
    throw new Refusal("not_found", "That access ended before receipts were signed; its closure has no signature.");
  return answer(200, { receipt, earlier });
});
