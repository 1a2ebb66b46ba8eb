import { recordEvent } from "../events/record.ts";
import { notifyChanged } from "../platform/listen.ts";
import type { ClosingEvidence, MovedObjects } from "./evidence.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { addCleanup, changeLogin, controlClock, emailOf, findCleanup, type LoginRow } from "./queries.ts";
import type { Run } from "./run.ts";

export interface Cleaned {
  readonly moved: readonly MovedObjects[];
  /** What keeps the role, in words; empty once it is gone. */
  readonly leftOver: readonly string[];
  readonly dropped: boolean;
}

/**
 * closed → gone once the role is dropped; else what keeps it, on the login and on the receipt. That one says also what
 * `stays` whether the role does or not.
 */
export async function recordCleaned(
  run: Run,
  login: LoginRow,
  { stays, ...cleaned }: Cleaned & { readonly stays: readonly string[] },
): Promise<void> {
  const reason = cleaned.leftOver.length === 0 ? null : cleaned.leftOver.join("; ");
  await run.platform.db.transaction().execute(async (tx) => {
    const row = await changeLogin(
      tx,
      login.id,
      ["closed", "gone"],
      cleaned.dropped ? { state: "gone", gone_at: login.gone_at ?? new Date(), blocked: null } : { blocked: reason },
    );
    if (row === null) return;
    const before = await findCleanup(tx, login.id);
    const { left_over: goesOn = [] } = (row.evidence ?? {}) as ClosingEvidence;
    const leftOver = [...goesOn, ...stays, ...cleaned.leftOver];
    const evidence = { objects_moved: mergeMoved(before, cleaned.moved), left_over: leftOver };
    await addCleanup(tx, login.id, { evidence, droppedAt: cleaned.dropped ? await controlClock(tx) : null });
    await issueReceipt(tx, run.platform, login.id);
    const { email } = await emailOf(tx, login.account_id);
    if (cleaned.dropped && login.state !== "gone")
      await recordEvent(tx, {
        type: "login.dropped",
        subject: email,
        databaseId: login.database_id,
        data: { login_name: login.role_name },
      });
    else await notifyChanged(tx, login.database_id);
  });
}

/** Several rounds of the clean-up may each move some. */
function mergeMoved(before: readonly MovedObjects[], more: readonly MovedObjects[]): MovedObjects[] {
  const merged = new Map(before.map((each) => [`${each.database} ${each.kind}`, each]));
  for (const each of more) {
    const key = `${each.database} ${each.kind}`;
    merged.set(key, { ...each, count: each.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
