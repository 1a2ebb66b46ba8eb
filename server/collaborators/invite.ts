import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { readEmail, type EmailAddress } from "../accounts/email-address.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import { answer } from "../platform/http/journey.ts";
import { chooseAccess } from "./access-choice.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { expiryFrom, mailInvitation } from "./invitation.ts";
import { findOpen, hasOwner } from "./queries.ts";
import { insertInvitation } from "./invitation-queries.ts";
import { showListed } from "./show.ts";
import { readUntil } from "./until.ts";

/** Invites somebody by e-mail: a pending row, its event and the mail's job, all or nothing. */
export const invite = forDatabase(endpoints.inviteCollaborator, async (call) => {
  const { platform, tx, actor, grant, body } = call;
  const now = new Date();
  const address = readEmail(body.email);
  const access = chooseAccess(body.access ?? "full", grant);
  const until = body.until === undefined ? null : readUntil(body.until, now);
  refuseUnlessReady(grant);
  await refuseOwnerAndOneself(tx, address, actor, grant);
  const token = newToken("gli");
  const row = await insertInvitation(tx, {
    databaseId: grant.database.id,
    address,
    access,
    until,
    invitedBy: actor.accountId,
    mailed: { tokenHash: hashToken(token), sentAt: now, expiresAt: expiryFrom(now, until) },
  });
  if (row === null) throw alreadyListed(await findOpen(tx, grant.database.id, address.folded), grant.database.name);
  await recordEvent(tx, {
    type: "collaborator.invited",
    actor,
    subject: row.email,
    databaseId: row.database_id,
    data: { access, until: until?.toISOString() ?? null, expires_at: row.invitation_expires_at.toISOString() },
  });
  await mailInvitation(tx, platform, row, token, actor.email, grant.database.name);
  return answer(201, { collaborator: await showListed(tx, row.id, actor, grant) });
});

function refuseUnlessReady({ database }: Grant): void {
  if (database.state === "deleting") throw new Refusal("database_not_ready", `${database.name} is being deleted.`);
}

async function refuseOwnerAndOneself(
  tx: Tx,
  address: EmailAddress,
  actor: Actor,
  { database, standing }: Grant,
): Promise<void> {
  if (address.folded === actor.emailFolded) {
    const words =
      standing === "owner"
        ? `You own ${database.name}: you have access already.`
        : `You are a collaborator of ${database.name} already.`;
    throw new Refusal("inviting_yourself", words, "email");
  }
  if (standing === "owner") return;
  if (await hasOwner(tx, database.id, address.folded))
    throw new Refusal("inviting_the_owner", `${address.email} owns ${database.name}.`, "email");
}

function alreadyListed(row: CollaboratorRow | null, databaseName: string): Refusal {
  if (row?.status === "accepted")
    return new Refusal("already_collaborator", `${row.email} is a collaborator of ${databaseName} already.`, "email");
  if (row?.status === "revoking")
    return new Refusal(
      "being_revoked",
      `Access of ${row.email} is being closed. Invite them again once it has ended.`,
      "email",
    );
  return new Refusal(
    "already_invited",
    `${row?.email ?? "This address"} is already on the list. Resend the invitation instead?`,
    "email",
  );
}
