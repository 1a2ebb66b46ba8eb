import { endpoints } from "@guestlist/contract";
import { forDatabase } from "../databases/grant.ts";
import { whyNotTransfer } from "../databases/ownership.ts";
import { databaseView } from "../databases/view.ts";
import { findView } from "../databases/view-queries.ts";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { queueMail } from "../platform/mail/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import type { TransferOfferedProps } from "./mails/transfer-offered.ts";
import { transferCause } from "./transfer.ts";
import { findAcceptedOne, insertTransfer } from "./transfer-queries.ts";

/** The owner offers the database to one of its collaborators. Nothing changes until that person accepts. */
export const offerTransfer = forDatabase(endpoints.offerTransfer, async ({ platform, tx, actor, grant, body }) => {
  const { database } = grant;
  if (database.state === "deleting") throw new Refusal("database_not_ready", `${database.name} is being deleted.`);
  const kept = whyNotTransfer(database);
  if (kept !== null) throw new Refusal("full_needs_ownership_move", kept);
  const to = await findAcceptedOne(tx, database.id, body.to.trim());
  if (to === null) throw new Refusal("not_accepted", notAccepted(body.to, database.name), "to");
  const transfer = await insertTransfer(tx, {
    databaseId: database.id,
    fromAccountId: actor.accountId,
    collaboratorId: to.id,
    formerOwner: body.former_owner,
  });
  if (transfer === null) throw new Refusal("transfer_offered", offeredAlready(database.name));
  const data = { former_owner: transfer.former_owner };
  await recordEvent(tx, { type: "transfer.offered", actor, subject: to.email, databaseId: database.id, data });
  const props: TransferOfferedProps = {
    ownerEmail: actor.email,
    databaseName: database.name,
    formerOwner: body.former_owner,
    link: new URL("/invitations", platform.config.publicUrl).href,
  };
  const cause = transferCause(transfer.id, "offered");
  await queueMail(tx, platform.secrets, { kind: "transfer-offered", cause, to: to.email, props });
  return answer(201, { database: databaseView(await findView(tx, actor.accountId, database.id), actor) });
});

const notAccepted = (to: string, name: string): string =>
  `${to.trim().slice(0, 100)} is no accepted collaborator of ${name}. Invite them first; once they have accepted, it can be offered to them.`;

const offeredAlready = (name: string): string =>
  `${name} is offered to somebody already. Take that back before you offer it to somebody else.`;
