import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type DatabaseCall, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { AfterCommit } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { chooseAccess } from "./access-choice.ts";
import { changeTakesLonger, isGiven, whyChangeWaits } from "./changing.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { isOpen, whyNotOn } from "./collaborator.ts";
import type { AwaitedRow } from "./listing.ts";
import { findOne, setAccess, type AccessChange } from "./queries.ts";
import { needListed } from "./show.ts";
import { readUntil } from "./until.ts";
import { readerOf, viewCollaborator } from "./view.ts";
import { waitForReconciler } from "./wait.ts";
import { withdrawInvitations } from "./withdraw-invitations.ts";
import { scheduleEnd, withdrawAnnouncement } from "./watch-ends.ts";

/** Changes the access level or the end of an access; the reconciler swaps the login's membership. */
export const changeAccess = forDatabase(
  endpoints.changeAccess,
  async ({ platform, tx, actor, grant, params, body }) => {
    const before = await findOne(tx, grant.database.id, params.id, actor.accountId);
    const listed = await needListed(tx, before?.id ?? params.id, grant);
    const reason = whyNotOn(
      { status: listed.status, isMe: listed.account_id === actor.accountId },
      readerOf(grant),
    ).change_access;
    if (before === null || reason !== null)
      throw new Refusal("not_permitted", reason ?? "This access cannot be changed.");
    const row = await setAccess(tx, before.id, readChange(body, grant));
    if (row === null) throw endedNow(before);
    await recordChanges(tx, actor, before, row);
    const withdrawn = await withdrawIfLowered(tx, actor, before, row);
    if (row.status === "accepted") {
      await scheduleEnd(tx, row);
      await requestReconcile(tx, row.database_id);
    }
    return new AfterCommit(async () => {
      // Whoever ends the access meanwhile has the last word: there is nothing more to wait for.
      const isOver = (now: AwaitedRow) => now.status !== "accepted" || isGiven(now);
      if (row.status === "accepted") await waitForReconciler(platform, grant, [row.id], isOver);
      return tell({ platform, actor, grant }, row.id, withdrawn);
    });
  },
);

type Asking = Pick<DatabaseCall<typeof endpoints.changeAccess>, "platform" | "actor" | "grant">;

/** A change counts once PostgreSQL was seen to follow it; of somebody who is only invited there is nothing to follow. */
async function tell({ platform, actor, grant }: Asking, id: string, withdrawn: string[]) {
  const listed = await needListed(platform.db, id, grant);
  if (!isOpen(listed)) throw endedNow(listed);
  const body = { collaborator: viewCollaborator(listed, actor, readerOf(grant)), invitations_withdrawn: withdrawn };
  if (listed.status !== "accepted" || isGiven(listed)) return { status: 200, body } as const;
  const waiting = whyChangeWaits(listed) ?? changeTakesLonger(listed);
  return { status: 202, body: { ...body, waiting } } as const;
}

const endedNow = ({ email }: { readonly email: string }): Refusal =>
  new Refusal("being_revoked", `Access of ${email} has just been ended.`);

/** What was asked for and nothing else: the rest may be somebody else's change of the same moment. */
function readChange(body: { access?: string; until?: string | null }, grant: Grant): AccessChange {
  const { access, until } = body;
  if (access === undefined && until === undefined)
    throw new Refusal("invalid_request", "Say what to change: access, until, or both.");
  return {
    ...(access !== undefined && { access: chooseAccess(access, grant) }),
    ...(until !== undefined && { until: until === null ? null : readUntil(until, new Date()) }),
  };
}

/** Level and end are told each on its own; what stays as it is has not happened. */
async function recordChanges(tx: Tx, actor: Actor, before: CollaboratorRow, row: CollaboratorRow): Promise<void> {
  const what = { type: "collaborator.access_changed", actor, subject: row.email, databaseId: row.database_id } as const;
  if (row.access !== before.access) await recordEvent(tx, { ...what, data: { from: before.access, to: row.access } });
  if (row.until?.getTime() === before.until?.getTime()) return;
  await recordEvent(tx, { ...what, data: { until: row.until?.toISOString() ?? null } });
  await withdrawAnnouncement(tx, before);
}

/** Only whoever has full access invites: with less, nothing stands of what they have offered. */
async function withdrawIfLowered(
  tx: Tx,
  actor: Actor,
  before: CollaboratorRow,
  row: CollaboratorRow,
): Promise<string[]> {
  if (row.account_id === null || before.access !== "full" || row.access === "full") return [];
  return withdrawInvitations(tx, row.database_id, { by: row.account_id }, actor);
}
