import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import { answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { forDatabase } from "./grant.ts";
import { setManagedBy } from "./queries.ts";
import { databaseView } from "./view.ts";
import { findView } from "./view-queries.ts";

/** The owner keeps the management of collaborators, or shares it with those who have full access. */
export const changeDatabase = forDatabase(endpoints.changeDatabase, async ({ tx, actor, grant, body }) => {
  const { database } = grant;
  const managedBy = body.collaborators_managed_by;
  if (managedBy !== database.collaborators_managed_by) {
    if (!(await setManagedBy(tx, database.id, managedBy)))
      throw new Refusal("database_not_ready", `${database.name} is being deleted.`);
    const data = { collaborators_managed_by: managedBy };
    await recordEvent(tx, { type: "database.changed", actor, databaseId: database.id, data });
  }
  return answer(200, { database: databaseView(await findView(tx, actor.accountId, database.id), actor) });
});
