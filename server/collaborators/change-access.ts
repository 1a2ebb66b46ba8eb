import { endpoints } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { forDatabase, type Grant } from "../databases/grant.ts";
import { requestReconcile } from "../databases/request-reconcile.ts";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import { AfterCommit, answer } from "../platform/http/journey.ts";
import { Refusal } from "../platform/refusal.ts";
import { chooseAccess } from "./access-choice.ts";
import type { CollaboratorRow } from "./collaborator.ts";
import { whyNotOn } from "./collaborator.ts";
import { findOne, setAccess, type AccessChange } from "./queries.ts";
import { needListed, showListed } from "./show.ts";
import { readUntil } from "./until.ts";
import { readerOf } from "./view.ts";
import { waitForReconciler } from "./wait.ts";
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
    if (row === null) throw new Refusal("being_revoked", `Access of ${before.email} has just been ended.`);
    await recordChanges(tx, actor, before, row);
    if (row.status === "accepted") {
      await scheduleEnd(tx, row);
      await requestReconcile(tx, row.database_id);
    }
    return new AfterCommit(async () => {
      if (row.status === "accepted") await waitForReconciler(platform, grant, [row.id], reached(row.access));
      return answer(200, { collaborator: await showListed(platform.db, row.id, actor, grant) });
    });
  },
);

/** The level counts once PostgreSQL was seen to give it. */
const reached = (access: string) => (listed: { login_access: string | null }) => listed.login_access === access;

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
