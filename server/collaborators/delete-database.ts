import { endpoints, type Database } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import { markDeleting } from "../databases/queries.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { waitForDatabase } from "../databases/wait.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { AfterCommit, answer } from "../platform/http/journey.ts";
import { withdrawMail } from "../platform/mail/queries.ts";
import { Refusal } from "../platform/refusal.ts";
import { endAllOfDatabase } from "./delete-database-queries.ts";
import { endWithoutLogin } from "./ending.ts";
import { mailCause } from "./invitation.ts";
import { endTransfer } from "./transfer.ts";
import { stillOpen } from "./view.ts";

/**
 * Ends every access and takes the database off Guestlist. It stands among the collaborators, because they are what ends
 * first. Asking again while it runs is asking how far it has come.
 */
export const deleteDatabase = forDatabase(endpoints.deleteDatabase, async (call) => {
  const { platform, tx, actor, grant, body, query } = call;
  const { data = "keep" } = query;
  refuseUnlessMeant(grant, body.confirm, data);
  // The permission check holds the row: nobody else can have come in between.
  if (await markDeleting(tx, grant.database.id, data)) await endEverybody(tx, actor, grant, data);
  return new AfterCommit(async () => {
    const database = await waitForDatabase(platform, actor, grant.database.id, ({ state }) => state === "deleted");
    return database.state === "deleted"
      ? answer(200, { database, waiting: null })
      : answer(202, { database, waiting: whyItWaits(database) });
  });
});

function refuseUnlessMeant({ database }: Grant, confirm: string, data: "keep" | "drop"): void {
  const { name, kind } = database;
  if (confirm !== name) throw new Refusal("confirm_name", `To delete it, confirm with its name: ${name}.`, "confirm");
  if (data === "drop" && kind === "attached")
    throw new Refusal(
      "invalid_request",
      `${name} was there before it was attached, so Guestlist never drops it. Delete it without data=drop.`,
      "data",
    );
}

async function endEverybody(tx: Tx, actor: Actor, { database }: Grant, data: "keep" | "drop"): Promise<void> {
  const databaseId = database.id;
  await recordEvent(tx, { type: "database.deleting", actor, databaseId, data: { data } });
  await endTransfer(tx, { databaseId }, "database_deleted");
  const { withdrawn, revoking } = await endAllOfDatabase(tx, databaseId, actor.accountId);
  for (const invited of withdrawn) {
    await withdrawMail(tx, mailCause(invited));
    await recordEvent(tx, { type: "invitation.withdrawn", actor, subject: invited.email, databaseId });
  }
  for (const person of revoking) {
    await recordEvent(tx, {
      type: "collaborator.revoking",
      actor,
      subject: person.email,
      databaseId,
      data: { reason: "database_deleted" },
    });
    if (!person.had_login) await endWithoutLogin(tx, person.id);
  }
  await requestReconcile(tx, databaseId);
}

function whyItWaits({ name, server, blocked }: Database): string {
  if (server.state === "silent") return stillOpen(name, server);
  if (blocked !== null) return `${name} cannot be deleted yet: ${blocked}`;
  return `Deleting ${name} takes longer than usual. It goes on, and the list shows when it is done.`;
}
