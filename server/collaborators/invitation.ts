import type { AccessLevel, Invitation } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import type { Tx } from "../platform/control-database.ts";
import { queueMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { invitationDays, type CollaboratorRow } from "./collaborator.ts";
import type { InvitationProps } from "./mails/invitation.ts";
import type { OfferedRow } from "./invitation-queries.ts";

/** An invitation does not outlast the access that it offers. */
export function expiryFrom(now: Date, until: Date | null): Date {
  const expiry = new Date(now.getTime() + invitationDays * 24 * 3600_000);
  return until !== null && until < expiry ? until : expiry;
}

/** The token is in the fragment: no server sees it in a URL, and no Referer carries it. */
export const invitationLink = (platform: Platform, token: string): string =>
  new URL(`/invitation#${token}`, platform.config.publicUrl).href;

export const mailCause = (row: Pick<CollaboratorRow, "id" | "sendings">): string =>
  `invitation:${row.id}:${row.sendings}`;

/** Asks for the invitation mail of this sending, in the transaction that makes its token count. */
export async function mailInvitation(
  tx: Tx,
  platform: Platform,
  row: CollaboratorRow,
  token: string,
  inviterEmail: string,
  databaseName: string,
): Promise<void> {
  const props: InvitationProps = {
    inviterEmail,
    databaseName,
    access: row.access as AccessLevel,
    link: invitationLink(platform, token),
    expiresAt: row.invitation_expires_at.toISOString(),
    until: row.until?.toISOString() ?? null,
  };
  await queueMail(tx, platform.secrets, { kind: "invitation", cause: mailCause(row), to: row.email, props });
}

/**
 * Whether `actor` may answer the invitation. An address that was not verified is nobody's: whoever signed up under it
 * may be somebody else. Nothing is used up by a refusal.
 */
export function decideAnswer(offer: OfferedRow | null, actor: Actor, now: Date): OfferedRow {
  if (offer === null) throw noLongerWorks(null);
  if (offer.status !== "pending" || offer.invitation_expires_at <= now) throw noLongerWorks(offer.inviter_email);
  if (offer.email_folded !== actor.emailFolded) throw new Refusal("wrong_account", wrongAccount(offer, actor));
  if (!actor.verified)
    throw new Refusal(
      "address_not_verified",
      "Verify your e-mail address first: the link is in the mail we sent you. Nothing has been used up.",
    );
  return offer;
}

export const noLongerWorks = (inviterEmail: string | null): Refusal =>
  new Refusal(
    "invitation_no_longer_works",
    `This invitation no longer works. Ask ${inviterEmail ?? "whoever invited you"} for a new one.`,
  );

const wrongAccount = (offer: OfferedRow, actor: Actor): string =>
  `This invitation is for another address. Nothing has been used up. You are signed in as ${actor.email}; sign in as ${offer.email} to answer it.`;

export const viewInvitation = (row: OfferedRow): Invitation => ({
  id: row.id,
  database_name: row.database_name,
  invited_by: row.inviter_email,
  email: row.email,
  access: row.access as AccessLevel,
  until: row.until?.toISOString() ?? null,
  invited_at: row.invited_at.toISOString(),
  expires_at: row.invitation_expires_at.toISOString(),
});
