import type { Tx } from "../platform/control-database.ts";
import { queueMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { hashToken, newToken } from "../platform/tokens.ts";
import type { AccountRow } from "./account.ts";
import { replaceLink, type LinkKind } from "./link-queries.ts";
import { resetMail, type ResetProps } from "./mails/reset.ts";
import { verificationMail, type VerificationProps } from "./mails/verification.ts";

const hour = 3_600_000;
const lifetime: Record<LinkKind, number> = { verify: 24 * hour, reset: hour };

/**
 * Mails a new link to the account's address, as it is stored; the links of its kind before it stop working. The account
 * must be locked. The token stands in the fragment, which browsers send to no server.
 */
export async function mailLink(tx: Tx, platform: Platform, account: AccountRow, kind: LinkKind): Promise<void> {
  const token = newToken("gli");
  const expiresAt = new Date(Date.now() + lifetime[kind]);
  const id = await replaceLink(tx, { accountId: account.id, kind, tokenHash: hashToken(token), expiresAt });
  const link = new URL(`/${kind}#${token}`, platform.config.publicUrl).href;
  const cause = `account_link:${id}:mailed`;
  const mail =
    kind === "verify"
      ? {
          kind: verificationMail.kind,
          props: { username: account.username, link, expiresAt } satisfies VerificationProps,
        }
      : { kind: resetMail.kind, props: { link, expiresAt } satisfies ResetProps };
  await queueMail(tx, platform.secrets, { ...mail, cause, to: account.email });
}

export const linkNoLongerWorks = (): Refusal =>
  new Refusal(
    "link_no_longer_works",
    "This link no longer works: it was used, replaced by a newer one, or it expired.",
  );
