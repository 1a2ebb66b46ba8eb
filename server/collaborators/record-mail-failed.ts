import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import type { FailedMail } from "../platform/mail/send-mail.ts";
import { setMailFailed } from "./invitation-queries.ts";

/** An invitation that could not be delivered is said on its row; other mails have nobody waiting for them. */
export async function recordMailFailed(tx: Tx, { cause, reason }: FailedMail): Promise<void> {
  const [, id, sending] = /^invitation:([0-9a-f-]{36}):(\d+)$/.exec(cause) ?? [];
  if (id === undefined) return;
  const row = await setMailFailed(tx, id, Number(sending), reason);
  if (row !== null)
    await recordEvent(tx, {
      type: "invitation.mail_failed",
      subject: row.email,
      databaseId: row.database_id,
      data: { reason },
    });
}
