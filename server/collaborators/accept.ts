import { endpoints } from "@guestlist/contract";
import { forAccount } from "../accounts/actor.ts";
import { permit } from "../databases/permit.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { queueMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import { answer } from "../platform/http/journey.ts";
import { whoAnswersFor } from "./ending-queries.ts";
import { findOffer } from "./find-offer.ts";
import { decideAnswer, noLongerWorks } from "./invitation.ts";
import type { AcceptedProps } from "./mails/accepted.ts";
import { holdRightToInvite, markAccepted, type OfferedRow } from "./invitation-queries.ts";
import { showListed } from "./show.ts";
import { scheduleEnd } from "./watch-ends.ts";

/** Accepts as the account whose verified address was invited; the reconciler then makes the login. */
export const accept = forAccount(endpoints.acceptInvitation, async ({ platform, tx, actor, body }) => {
  const offer = decideAnswer(await findOffer(tx, body, actor), actor, new Date());
  if (!(await holdRightToInvite(tx, offer))) throw noLongerWorks((await whoAnswersFor(tx, offer)).askEmail);
  const row = await markAccepted(tx, offer.id, actor.accountId);
  if (row === null) throw noLongerWorks(offer.inviter_email);
  await recordEvent(tx, {
    type: "collaborator.accepted",
    actor,
    subject: row.email,
    databaseId: row.database_id,
    data: { access: row.access },
  });
  await tellInviter(tx, platform, offer);
  await scheduleEnd(tx, row);
  await requestReconcile(tx, row.database_id);
  const grant = await permit(tx, actor, "collaborators.list", row.database_id);
  const collaborator = await showListed(tx, row.id, actor, grant);
  return answer(200, { collaborator, database: { id: row.database_id, name: offer.database_name } });
});

async function tellInviter(tx: Tx, platform: Platform, offer: OfferedRow): Promise<void> {
  const link = new URL(`/databases/${offer.database_name}/settings/collaborators`, platform.config.publicUrl).href;
  const props: AcceptedProps = { inviteeEmail: offer.email, databaseName: offer.database_name, link };
  await queueMail(tx, platform.secrets, {
    kind: "accepted",
    cause: `accepted:${offer.id}`,
    to: offer.inviter_email,
    props,
  });
}
