import type { Leftover } from "@guestlist/contract";
import { recordEvent } from "../events/record.ts";
import type { Tx } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { holdClosuresNaming, setDecision } from "./leftover-queries.ts";

export interface Decision {
  readonly actor: { readonly accountId: string; readonly email: string };
  readonly databaseId: string;
  readonly key: string;
  readonly decision: NonNullable<Leftover["decision"]>;
  /** Whose receipt alone says it; without, every one that names the thing. */
  readonly closureId?: string;
}

/**
 * On every receipt that names the thing, each with its event and its further statement: what is rotated or removed is so
 * for everybody who could use it. @returns how many say it
 */
export async function recordDecision(tx: Tx, platform: Platform, decided: Decision): Promise<number> {
  const { actor, databaseId, key, decision, closureId } = decided;
  const closures = (await holdClosuresNaming(tx, databaseId, key)).filter(
    ({ id }) => closureId === undefined || id === closureId,
  );
  for (const closure of closures) {
    const row = await setDecision(tx, closure.id, key, { decision, by: actor.email });
    if (row === null) continue;
    const data = { closure_number: closure.number, item: row.item, name: row.name, decision };
    await recordEvent(tx, { type: "closure.decided", actor, subject: closure.email, databaseId, data });
    await issueReceipt(tx, platform, closure.login_id);
  }
  return closures.length;
}
