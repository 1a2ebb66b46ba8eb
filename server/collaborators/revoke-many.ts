import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { AfterCommit } from "../platform/http/journey.ts";
import type { Platform } from "../platform/platform.ts";
import { Refusal } from "../platform/refusal.ts";
import { isOpen, whyNotOn, type CollaboratorRow } from "./collaborator.ts";
import { beginToEnd } from "./ending.ts";
import { findListedAmong } from "./listing.ts";
import { findAmong } from "./queries.ts";
import { takesLonger } from "./revoke.ts";
import { readerOf, viewCollaborator, whyItWaits } from "./view.ts";
import { waitForEnds } from "./wait.ts";

/**
 * Ends several accesses of one database: one transaction makes all of them wanted, or none, and one run of the reconciler
 * shuts every door before it waits for anybody's sessions. What has ended already stays as it is.
 */
export const revokeMany = forDatabase(endpoints.revokeCollaborators, async ({ platform, tx, actor, grant, body }) => {
  const rows = await findAmong(tx, grant.database.id, body.ids);
  refuseUnlessAllMay(rows, body.ids, actor, grant);
  // Invitations first: those that one of the others sent end with that person's access.
  for (const row of rows.filter(isOpen).toSorted(pendingFirst)) await beginToEnd(tx, row, actor);
  if (rows.some((row) => row.status === "accepted")) await requestReconcile(tx, grant.database.id);
  return new AfterCommit(async () => {
    await waitForEnds(platform, grant, rows);
    return answer(platform, body.ids, actor, grant);
  });
});

const pendingFirst = (a: CollaboratorRow, b: CollaboratorRow): number =>
  Number(b.status === "pending") - Number(a.status === "pending");

function refuseUnlessAllMay(
  rows: readonly CollaboratorRow[],
  ids: readonly string[],
  actor: Actor,
  grant: Grant,
): void {
  const { name } = grant.database;
  for (const [at, id] of ids.entries()) {
    const row = rows.find((each) => each.id === id.toLowerCase());
    if (row === undefined) throw new Refusal("not_found", `There is no collaborator ${id} of ${name}.`, `ids.${at}`);
    if (!isOpen(row)) continue;
    const isMe = row.account_id === actor.accountId;
    const reason = whyNotOn({ status: row.status, isMe }, readerOf(grant)).revoke;
    if (reason !== null) throw new Refusal("not_permitted", `${row.email}: ${reason}`, `ids.${at}`);
  }
}

async function answer(platform: Platform, ids: readonly string[], actor: Actor, grant: Grant) {
  const listed = await findListedAmong(platform.db, grant.database.id, ids);
  const collaborators = listed.map((row) => viewCollaborator(row, actor, readerOf(grant)));
  const open = listed.find((row) => row.status !== "ended");
  if (open === undefined) return { status: 200, body: { collaborators } } as const;
  return { status: 202, body: { collaborators, waiting: whyItWaits(open) ?? takesLonger(open) } } as const;
}
