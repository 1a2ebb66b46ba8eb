import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { findAccount } from "../accounts/queries.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import type { Tx } from "../platform/control-database.ts";
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
  await refuseUnlessAllMay(tx, { rows, ids: body.ids, actor, grant });
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

interface Asked {
  readonly rows: readonly CollaboratorRow[];
  readonly ids: readonly string[];
  readonly actor: Actor;
  readonly grant: Grant;
}

async function refuseUnlessAllMay(tx: Tx, { rows, ids, actor, grant }: Asked): Promise<void> {
  for (const [at, id] of ids.entries()) {
    const row = rows.find((each) => each.id === id.toLowerCase()) ?? (await findOwner(tx, id, grant));
    if (row === null)
      throw new Refusal("not_found", `There is no collaborator ${id} of ${grant.database.name}.`, `ids.${at}`);
    const status = isOpen(row) ? row.status : row.status === "owner" ? "owner" : null;
    if (status === null) continue;
    const isMe = row.account_id === actor.accountId;
    const reason = whyNotOn({ status, isMe }, readerOf(grant)).revoke;
    if (reason !== null) throw new Refusal("not_permitted", `${row.email}: ${reason}`, `ids.${at}`);
  }
}

/** On the list by the account's id, and with no row of their own. */
async function findOwner(tx: Tx, id: string, { database }: Grant) {
  if (id.toLowerCase() !== database.owner_account_id) return null;
  const { email } = await findAccount(tx, database.owner_account_id);
  return { status: "owner", account_id: database.owner_account_id, email } as const;
}

async function answer(platform: Platform, ids: readonly string[], actor: Actor, grant: Grant) {
  const listed = await findListedAmong(platform.db, grant.database.id, ids);
  const collaborators = listed.map((row) => viewCollaborator(row, actor, readerOf(grant)));
  const open = listed.find((row) => row.status !== "ended");
  if (open === undefined) return { status: 200, body: { collaborators } } as const;
  return { status: 202, body: { collaborators, waiting: whyItWaits(open) ?? takesLonger(open) } } as const;
}
