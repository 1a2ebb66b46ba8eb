import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { databaseView } from "../databases/view.ts";
import { findView } from "../databases/view-queries.ts";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { tellFormerOwner } from "./tell-former-owner.ts";
import { noTransfer } from "./transfer.ts";
import { answerTransfer } from "./transfer-queries.ts";

/** The database stays with its owner, who is told. */
export const declineTransfer = forDatabase(endpoints.declineTransfer, async ({ platform, tx, actor, grant }) => {
  const { id, name } = grant.database;
  const transfer = await answerTransfer(tx, id, actor.accountId, "declined");
  if (transfer === null) throw noTransfer(name);
  await recordEvent(tx, { type: "transfer.declined", actor, subject: transfer.from_email, databaseId: id });
  await tellFormerOwner(tx, platform, transfer, { databaseName: name, accepted: false });
  return answer(200, { database: databaseView(await findView(tx, actor.accountId, id), actor) });
});
