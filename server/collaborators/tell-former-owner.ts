import type { Tx } from "../platform/control-database.ts";
import { queueMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import type { TransferAnsweredProps } from "./mails/transfer-answered.ts";
import { transferCause } from "./transfer.ts";
import type { EndedTransfer } from "./transfer-queries.ts";

/** What came of an offer, by mail. */
export async function tellFormerOwner(
  tx: Tx,
  platform: Platform,
  transfer: EndedTransfer & { readonly from_email: string },
  { databaseName, accepted }: { readonly databaseName: string; readonly accepted: boolean },
): Promise<void> {
  const props: TransferAnsweredProps = {
    personEmail: transfer.to_email,
    databaseName,
    accepted,
    formerOwner: transfer.former_owner as "stays" | "leaves",
    link: new URL(accepted ? "/databases" : `/databases/${databaseName}`, platform.config.publicUrl).href,
  };
  const cause = transferCause(transfer.id, "answered");
  await queueMail(tx, platform.secrets, { kind: "transfer-answered", cause, to: transfer.from_email, props });
}
