import type { Tx } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";
import { describeClosure, receiptText, saysMore } from "./receipt.ts";
import { findClosureToSign, insertReceipt } from "./receipt-queries.ts";
import { loadSigningKey } from "./signing-key.ts";

/**
 * Signs what is now known of a closure, in the transaction that makes it known. What was signed before stays as it is;
 * where there is nothing to add to it, nothing is signed.
 */
export async function issueReceipt(tx: Tx, platform: Platform, loginId: string): Promise<void> {
  const found = await findClosureToSign(tx, loginId);
  if (found === undefined) return;
  const key = await loadSigningKey(tx, platform);
  const receipt = describeClosure(found, { publicUrl: platform.config.publicUrl, keyId: key.id });
  if (found.last !== undefined && !saysMore(receipt, found.last.text)) return;
  const text = receiptText(receipt);
  await insertReceipt(tx, {
    closure_id: found.closure.id,
    statement: receipt.statement,
    text,
    signature: key.sign(text),
    key_id: key.id,
    signed_at: found.now,
  });
}
