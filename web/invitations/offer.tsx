import type { Invitation } from "@guestlist/contract";
import { levelWords } from "../access-levels.ts";
import { AddressBreaks, Address, Name } from "../ui/address.tsx";
import { dayAndTime } from "../ui/time.ts";

/** "camille@… invites you to my-dedicated-db" */
export function OfferTitle({ invitation }: { invitation: Invitation }) {
  return (
    <>
      <Address of={invitation.invited_by} /> invites you to <Name of={invitation.database_name} />
    </>
  );
}

/** What the invitation offers, until when, and for whom. */
export function Offer({ invitation }: { invitation: Invitation }) {
  const now = new Date();
  return (
    <dl className="kv">
      <dt>You get</dt>
      <dd>A PostgreSQL login of your own, {levelWords[invitation.access].toThem}.</dd>
      <dt>Lasts</dt>
      <dd>
        {invitation.until === null
          ? "Until you leave or somebody revokes it."
          : `Until ${dayAndTime(new Date(invitation.until), now)}, or until you leave or somebody revokes it.`}
      </dd>
      <dt>For</dt>
      <dd className="wrap">
        <AddressBreaks of={invitation.email} />
      </dd>
      <dt>Answer by</dt>
      <dd>{dayAndTime(new Date(invitation.expires_at), now)}</dd>
    </dl>
  );
}

/** What the others will see of the invited person. */
export function WhatOthersSee({ invitation }: { invitation: Invitation }) {
  const who = invitation.invited_by.split("@")[0] ?? invitation.invited_by;
  return (
    <p className="small quiet">
      <span className="wrap">{who}</span> and the others who manage <Name of={invitation.database_name} /> see your
      e-mail address, your username, and when and from where you are connected. They never see your password.
    </p>
  );
}
