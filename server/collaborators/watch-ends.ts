import { recordEvent } from "../events/record.ts";
import type { Reader, Tx } from "../platform/control-database.ts";
import { addJob } from "../platform/jobs.ts";
import { queueMail, withdrawMail } from "../platform/mail/queries.ts";
import type { Platform } from "../platform/platform.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { revokeOverdue } from "./ending.ts";
import { takeEnding, whoAnswersFor } from "./ending-queries.ts";
import type { AccessEndingProps } from "./mails/access-ending.ts";

/**
 * Ends what is over, and announces what ends within three days. It runs at those very moments by the jobs of
 * `scheduleEnd`, and once a minute besides; PostgreSQL itself refuses the login from then on by its VALID UNTIL.
 */
export async function watchEnds(platform: Platform): Promise<void> {
  await revokeOverdue(platform.db);
  await announceEnds(platform);
}

const announcedBeforeMs = 3 * 24 * 3600_000;

/** After the end was set or moved, in the same transaction. A job that finds nothing to do any more does nothing. */
export async function scheduleEnd(tx: Reader, { id, until }: Pick<CollaboratorRow, "id" | "until">): Promise<void> {
  if (until === null) return;
  const announceAt = new Date(until.getTime() - announcedBeforeMs);
  await addJob(tx, "watch-ends", {}, { key: `announce-end:${id}`, runAt: announceAt });
  await addJob(tx, "watch-ends", {}, { key: `end:${id}`, runAt: until });
}

/**
 * Mails the person and whoever answers for the access: once for each end, whatever crashes and however many workers
 * there are. An end that is set within the three days is announced at once; one within the hour is not, since the mail
 * about the end itself is nearly there.
 */
async function announceEnds({ db, secrets, config }: Platform): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const row of await takeEnding(tx)) {
      const { id, email, until, database_id: databaseId } = row;
      const { askEmail, databaseName } = await whoAnswersFor(tx, row);
      const props = { databaseName, personEmail: email, endsAt: until, askEmail };
      const link = new URL(`/databases/${databaseName}/settings/collaborators`, config.publicUrl).href;
      const mail = (to: string, whom: string, its: AccessEndingProps) =>
        queueMail(tx, secrets, { kind: "access-ending", cause: `${endCause({ id, until })}:${whom}`, to, props: its });
      const told = await mail(email, "person", { ...props, link: null });
      await mail(askEmail, "inviter", { ...props, link });
      // Moved away and back again, it was announced before.
      if (!told.queued) continue;
      await recordEvent(tx, {
        type: "collaborator.end_announced",
        subject: email,
        databaseId,
        data: { until: until.toISOString() },
      });
    }
  });
}

const endCause = ({ id, until }: { id: string; until: Date }): string => `access-ending:${id}:${until.toISOString()}`;

/** Before the end is moved: what was not sent yet of the old one is not sent any more. */
export async function withdrawAnnouncement(tx: Tx, before: Pick<CollaboratorRow, "id" | "until">): Promise<void> {
  const { id, until } = before;
  if (until === null) return;
  for (const whom of ["person", "inviter"]) await withdrawMail(tx, `${endCause({ id, until })}:${whom}`);
}
