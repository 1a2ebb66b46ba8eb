import { recordEvent } from "../events/record.ts";
import type { Platform } from "../platform/platform.ts";
import { takeExpired } from "./invitation-queries.ts";

/** Records, once each, that invitations expired. They stay pending, and can be resent. */
export async function recordExpired({ db }: Platform): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const row of await takeExpired(tx)) {
      await recordEvent(tx, { type: "invitation.expired", subject: row.email, databaseId: row.database_id });
    }
  });
}
