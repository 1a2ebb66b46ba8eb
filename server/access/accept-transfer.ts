import { endpoints } from "@guestlist/contract";
import { beginLeaving } from "../collaborators/ending.ts";
import { tellFormerOwner } from "../collaborators/tell-former-owner.ts";
import { noTransfer } from "../collaborators/transfer.ts";
import {
  answerTransfer,
  endAsOwner,
  insertFormerOwner,
  type EndedTransfer,
} from "../collaborators/transfer-queries.ts";
import { withdrawInvitations } from "../collaborators/withdraw-invitations.ts";
import { forDatabase, type DatabaseRow } from "../databases/grant.ts";
import { whyNotTransfer } from "../databases/ownership.ts";
import { setOwner } from "../databases/queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { databaseView } from "../databases/view.ts";
import { findView } from "../databases/view-queries.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { hasOpenLogin, setStandingOfLogin } from "./login-queries.ts";

/**
 * The collaborator becomes the owner, and the owner a collaborator or somebody who leaves: all of it, or nothing. It stands
 * here because both logins live on as what they now are; the reconciler gives the new owner's its level.
 */
export const acceptTransfer = forDatabase(endpoints.acceptTransfer, async ({ platform, tx, actor, grant }) => {
  const { database } = grant;
  const transfer = await answerTransfer(tx, database.id, actor.accountId, "accepted");
  if (transfer === null) throw noTransfer(database.name);
  const kept = whyNotTransfer(database);
  if (kept !== null) throw new Refusal("full_needs_ownership_move", stillKept(database));
  await changeOwner(tx, database, transfer, actor.accountId);
  const { from_email: from, former_owner: formerOwner } = transfer;
  const data = { from, former_owner: formerOwner };
  await recordEvent(tx, { type: "transfer.accepted", actor, subject: from, databaseId: database.id, data });
  await settleFormerOwner(tx, database.id, transfer, actor.accountId);
  // Of those with full access, whom the former owner is one of now, none may invite here.
  if (database.collaborators_managed_by === "owner")
    await withdrawInvitations(tx, database.id, { by: transfer.from_account_id }, actor);
  await tellFormerOwner(tx, platform, transfer, { databaseName: database.name, accepted: true });
  await requestReconcile(tx, database.id);
  return answer(200, { database: databaseView(await findView(tx, actor.accountId, database.id), actor) });
});

const stillKept = ({ name }: DatabaseRow): string =>
  `A login owns ${name} in PostgreSQL that its owner of today knows. They have to move the ownership first.`;

async function changeOwner(tx: Tx, database: DatabaseRow, transfer: EndedTransfer, newOwner: string): Promise<void> {
  const changed = await setOwner(tx, database.id, { from: transfer.from_account_id, to: newOwner });
  if (changed === null || (await endAsOwner(tx, transfer.collaborator_id)) === null) throw noTransfer(database.name);
  await setStandingOfLogin(tx, database.id, newOwner, null);
}

/** On the list like everybody else, with full access; whoever chose to leave does so from there, with a receipt. */
async function settleFormerOwner(
  tx: Tx,
  databaseId: string,
  transfer: EndedTransfer & { readonly from_email: string },
  newOwner: string,
): Promise<void> {
  const accountId = transfer.from_account_id;
  const hadLogin = await hasOpenLogin(tx, databaseId, accountId);
  const row = await insertFormerOwner(tx, { databaseId, accountId, by: newOwner, hadLogin });
  if (row === null)
    throw new Refusal("no_transfer", `${transfer.from_email} is on the list already. Withdraw that invitation first.`);
  await setStandingOfLogin(tx, databaseId, accountId, row.id);
  if (transfer.former_owner === "leaves") await beginLeaving(tx, row, { accountId, email: transfer.from_email });
}
