import { sql, type Updateable } from "kysely";
import type { Db, Tx } from "../control-database.ts";
import { addingJob } from "../jobs.ts";
import { opens, type Secrets } from "../secrets.ts";
import type { Tables } from "../tables.ts";
import type { RenderedMail } from "./render.ts";

/** The mails that the installation sends, by their cause: one cause never makes two. */
export type QueuedMail = {
  /** The `kind` of the template that writes it. */
  kind: string;
  /** What it tells of, such as `<noun>:<id>:<occasion>`. */
  cause: string;
  to: string;
  /** For the template; sealed, since the link in them carries a token. */
  props: object;
};

/**
 * Asks for a mail in the caller's transaction: it is written and sent after the commit, by a
 * worker, and not at all after a rollback. `queued` is false when this cause has had its mail.
 */
export async function queueMail(tx: Tx, secrets: Secrets, mail: QueuedMail): Promise<{ id: string; queued: boolean }> {
  const row = {
    kind: mail.kind,
    cause: mail.cause,
    recipient: mail.to,
    props_sealed: secrets.seal(JSON.stringify(mail.props)),
  };
  const job = addingJob("send-mail", sql`json_build_object('mail_id', id)`, { key: sql`'mail:' || id` });
  const queued = await tx
    .with("queued", (query) =>
      query
        .insertInto("mails")
        .values(row)
        .onConflict((conflict) => conflict.column("cause").doNothing())
        .returning("id"),
    )
    .selectFrom("queued")
    .select(["id", job.as("job")])
    .executeTakeFirst();
  return queued === undefined
    ? { id: await idOfCause(tx, mail.cause), queued: false }
    : { id: queued.id, queued: true };
}

/** Takes back a mail that no worker has taken up yet; its cause may then have another one. */
export async function withdrawMail(tx: Tx, cause: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom("mails")
    .where("cause", "=", cause)
    .where("state", "=", "queued")
    .returning("id")
    .executeTakeFirst();
  return gone !== undefined;
}

export type TakenMail = {
  id: string;
  kind: string;
  cause: string;
  recipient: string;
  props_sealed: Buffer;
  attempts: number;
  /** Of the attempt before this one. */
  last_error: string | null;
};

/**
 * Takes a mail up: `queued` → `sending`. One that is found `sending` was left by a worker that
 * died, since a job runs once at a time. Whether the mail server had taken the mail by then nobody
 * can know: it is sent again under the same Message-ID. `attempts` tells this attempt from that
 * one, whose late result, should it live after all, then changes nothing.
 */
export async function takeUp(db: Db, id: string): Promise<TakenMail | undefined> {
  const taken = await db
    .updateTable("mails")
    .set((row) => ({ state: "sending", attempts: row("attempts", "+", 1) }))
    .where("id", "=", id)
    .where("state", "in", ["queued", "sending"])
    .returning(["id", "kind", "cause", "recipient", "props_sealed", "attempts", "last_error"])
    .executeTakeFirst();
  return taken?.props_sealed ? { ...taken, props_sealed: taken.props_sealed } : undefined;
}

type Attempt = Pick<TakenMail, "id" | "attempts">;

/** With the mail gone out, its link is nobody's business here any more. */
export function markSent(db: Db, attempt: Attempt, subject: string): Promise<boolean> {
  return finish(db, attempt, { state: "sent", subject, props_sealed: null, last_error: null, sent_at: new Date() });
}

/** For /mailbox, where no mail server is configured. */
export function markKept(db: Db, secrets: Secrets, attempt: Attempt, mail: RenderedMail): Promise<boolean> {
  return finish(db, attempt, {
    state: "kept",
    subject: mail.subject,
    html_sealed: secrets.seal(mail.html),
    text_sealed: secrets.seal(mail.text),
    props_sealed: null,
    last_error: null,
    sent_at: new Date(),
  });
}

export function markFailed(db: Db | Tx, attempt: Attempt, reason: string): Promise<boolean> {
  return finish(db, attempt, { state: "failed", last_error: reason, props_sealed: null });
}

/** Back to the queue, with the reason for whoever wonders where the mail is. */
export function markWaiting(db: Db, attempt: Attempt, reason: string): Promise<boolean> {
  return finish(db, attempt, { state: "queued", last_error: reason });
}

/** From `sending` by this very attempt to where it ended; false when another one was faster. */
async function finish(db: Db | Tx, { id, attempts }: Attempt, end: Updateable<Tables["mails"]>): Promise<boolean> {
  const finished = await db
    .updateTable("mails")
    .set(end)
    .where("id", "=", id)
    .where("state", "=", "sending")
    .where("attempts", "=", attempts)
    .returning("id")
    .executeTakeFirst();
  return finished !== undefined;
}

export type KeptMail = {
  id: string;
  kind: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** ISO 8601 */
  created_at: string;
};

/** Newest first, the latest hundred. */
export async function keptMails(db: Db, secrets: Secrets): Promise<KeptMail[]> {
  const rows = await db
    .selectFrom("mails")
    .select(["id", "kind", "recipient", "subject", "text_sealed", "html_sealed", "created_at"])
    .where("state", "=", "kept")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    to: row.recipient,
    subject: row.subject ?? "",
    text: opened(secrets, row.text_sealed),
    html: opened(secrets, row.html_sealed),
    created_at: new Date(row.created_at).toISOString(),
  }));
}

function opened(secrets: Secrets, sealed: Buffer | null): string {
  if (sealed === null) return "";
  return opens(secrets, sealed) ? secrets.open(sealed) : "It was sealed with a secret key that is lost.";
}

async function idOfCause(tx: Tx, cause: string): Promise<string> {
  const { id } = await tx.selectFrom("mails").select("id").where("cause", "=", cause).executeTakeFirstOrThrow();
  return id;
}
