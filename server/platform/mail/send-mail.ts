import type { Tx } from "../control-database.ts";
import type { Platform } from "../platform.ts";
import { opens } from "../secrets.ts";
import type { MailTemplate } from "./content.ts";
import type { Mailer } from "./message.ts";
import { markFailed, markKept, markSent, markWaiting, takeUp, type TakenMail } from "./queries.ts";
import { type RenderedMail, renderMail } from "./render.ts";

export type FailedMail = { id: string; kind: string; cause: string; recipient: string; reason: string };

export type SendMailOptions = {
  templates: readonly MailTemplate[];
  /** In the transaction that gives the mail up, so that what the product tells of it is true. */
  onFailed?: (tx: Tx, mail: FailedMail) => Promise<void>;
};

export type MailPlatform = Pick<Platform, "config" | "db" | "log" | "secrets"> & { readonly mail: Mailer };

/** What the job needs to know of its own run; graphile-worker's helpers have it. */
type Run = { job: { attempts: number; max_attempts: number } };

/**
 * The job `send-mail` {mail_id}. A transient refusal stands on the mail's row and is thrown, for
 * the queue to try again later; a permanent one, or the last of all attempts, gives the mail up.
 */
export function sendMailTask(platform: MailPlatform, { templates, onFailed }: SendMailOptions) {
  const byKind = new Map(templates.map((template) => [template.kind, template]));

  return async (payload: unknown, { job }: Run): Promise<void> => {
    const mail = await takeUp(platform.db, (payload as { mail_id: string }).mail_id);
    if (!mail) return;
    const outcome = await attempt(platform, byKind.get(mail.kind), mail);
    if (outcome.done) return;
    if (outcome.permanent || job.attempts >= job.max_attempts) return giveUp(platform, mail, outcome.reason, onFailed);
    await markWaiting(platform.db, mail, outcome.reason);
    throw new Error(`Mail ${mail.id} is not sent yet. ${outcome.reason}`, { cause: outcome.cause });
  };
}

type Outcome = { done: true } | { done: false; permanent: boolean; reason: string; cause?: unknown };

async function attempt(platform: MailPlatform, template: MailTemplate | undefined, mail: TakenMail): Promise<Outcome> {
  const written = await write(platform, template, mail);
  if ("done" in written) return written;
  if (!platform.mail.delivers) {
    await markKept(platform.db, platform.secrets, mail, written);
    return { done: true };
  }
  const result = await platform.mail.send({ id: mail.id, to: mail.recipient, ...written });
  if (!result.sent) return { done: false, permanent: result.permanent, reason: result.reason };
  await markSent(platform.db, mail, written.subject);
  return { done: true };
}

async function write(
  platform: MailPlatform,
  template: MailTemplate | undefined,
  mail: TakenMail,
): Promise<RenderedMail | (Outcome & { done: false })> {
  if (!opens(platform.secrets, mail.props_sealed)) return { done: false, permanent: true, reason: sealedElsewhere };
  try {
    if (!template) throw new Error(`there is no mail of the kind ${mail.kind}`);
    const props: unknown = JSON.parse(platform.secrets.open(mail.props_sealed));
    const { host } = platform.config.publicUrl;
    const content = template.compose(props, { recipient: mail.recipient, host });
    if (content.usefulUntil && content.usefulUntil <= new Date()) return tooLate(mail.last_error);
    return await renderMail(content);
  } catch (cause) {
    return { done: false, permanent: false, reason: "The mail could not be written.", cause };
  }
}

const sealedElsewhere = "It was sealed with a secret key that is lost.";

function tooLate(lastError: string | null): Outcome & { done: false } {
  const reason = ["It could not be delivered before its link expired.", lastError].filter(Boolean).join(" ");
  return { done: false, permanent: true, reason };
}

async function giveUp(
  platform: MailPlatform,
  mail: TakenMail,
  reason: string,
  onFailed: SendMailOptions["onFailed"],
): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    if (!(await markFailed(tx, mail, reason))) return;
    const { id, kind, cause, recipient } = mail;
    await onFailed?.(tx, { id, kind, cause, recipient, reason });
  });
  platform.log.warn({ mail_id: mail.id, kind: mail.kind, reason }, "mail given up");
}
