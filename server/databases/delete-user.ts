import { endpoints } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import { AfterCommit, answer } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { userView, whyNotDelete } from "./database-user.ts";
import { toMend } from "./connection-failure.ts";
import { forDatabase, type Grant } from "./grant.ts";
import { usersReaderOf } from "./list-users.ts";
import { requestReconcile } from "./request-reconcile.ts";
import { findServerState } from "./server-queries.ts";
import { findUser, markUserDeleting, type ListedUser } from "./user-queries.ts";
import { waitForUser } from "./wait-for-user.ts";

/**
 * Ends an application's login. The transaction makes it wanted; the reconciler refuses new logins, ends the sessions, moves
 * what it owns and drops the role. Asking again while it runs is asking how far it has come.
 */
export const deleteDatabaseUser = forDatabase(endpoints.deleteDatabaseUser, async (call) => {
  const { platform, tx, actor, grant, params, body } = call;
  const { database } = grant;
  const user = await findUser(tx, database.id, params.id);
  if (user === null) throw new Refusal("not_found", `${database.name} has no database user ${params.id}.`);
  if (user.protected) throw new Refusal("protected_user", whyNotDelete(user) ?? "");
  if (body.confirm !== user.role_name)
    throw new Refusal("confirm_name", `To delete it, confirm with its name: ${user.role_name}.`, "confirm");
  if ((await markUserDeleting(tx, user.id, actor.accountId)) !== null) {
    const data = { login_name: user.role_name };
    await recordEvent(tx, { type: "database_user.deleting", actor, databaseId: database.id, data });
    await requestReconcile(tx, database.id);
  }
  return new AfterCommit(async () => {
    const of = { databaseId: database.id, serverId: database.server_id, userId: user.id };
    const row = await waitForUser(platform, of, ({ state }) => state === "gone");
    const view = userView(row, usersReaderOf(grant));
    if (row.state === "gone") return answer(200, { user: view, waiting: null });
    return answer(202, { user: view, waiting: await whyItWaits(platform, grant, row) });
  });
});

async function whyItWaits(platform: Platform, { database }: Grant, user: ListedUser): Promise<string> {
  if (user.blocked !== null) return `${user.role_name}: ${user.blocked}`;
  const server = await findServerState(platform.db, database.server_id);
  const mend = toMend(server);
  if (mend !== null)
    return `Guestlist cannot work on ${database.name} (${server.reason}): ${user.role_name} can still log in, and is deleted once that is mended. ${mend}`;
  return server.state === "silent"
    ? `${database.name} does not answer: ${user.role_name} can still log in, and is deleted as soon as it does.`
    : `Deleting ${user.role_name} takes longer than usual. It goes on, and the list shows when it is done.`;
}
