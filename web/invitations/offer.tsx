import type { Invitation } from "@guestlist/contract";
import { levelToThem } from "../access-levels.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { dayAndTime } from "../ui/time.ts";
import { t } from "../strings/invitations.ts";
import { address, name, wrap } from "../ui/marks.tsx";

/** "camille@… invites you to my-dedicated-db" */
export function OfferTitle({ invitation }: { invitation: Invitation }) {
  return t.rich("invites", { email: invitation.invited_by, database: invitation.database_name, address, name });
}

/** What the invitation offers, until when, and for whom. */
export function Offer({ invitation }: { invitation: Invitation }) {
  const now = new Date();
  return (
    <dl className="kv">
      <dt>{t("offer.get")}</dt>
      <dd>{t("offer.login", { level: levelToThem(invitation.access) })}</dd>
      <dt>{t("offer.lasts")}</dt>
      <dd>
        {invitation.until === null
          ? t("offer.always")
          : t("offer.until", { time: dayAndTime(new Date(invitation.until), now) })}
      </dd>
      <dt>{t("offer.for")}</dt>
      <dd className="wrap">
        <AddressBreaks of={invitation.email} />
      </dd>
      <dt>{t("offer.answerBy")}</dt>
      <dd>{dayAndTime(new Date(invitation.expires_at), now)}</dd>
    </dl>
  );
}

/** What the others will see of the invited person. */
export function WhatOthersSee({ invitation }: { invitation: Invitation }) {
  const who = invitation.invited_by.split("@")[0] ?? invitation.invited_by;
  return (
    <p className="small quiet">
      {t.rich("offer.seen", {
        who,
        long: wrap,
        database: invitation.database_name,
        name,
      })}
    </p>
  );
}
