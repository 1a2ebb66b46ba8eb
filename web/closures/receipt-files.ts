import type { ClosureKey, SignedReceipt } from "@guestlist/contract";
import { receiptNumber } from "../access-line/access-line.ts";
import { shortKey } from "./receipt-words.ts";
import { saveFile } from "./save-file.ts";

/**
 * What the three files of a receipt are called; docs/receipts.md tells of them. The statement's number is in the names: a
 * signature fits one statement only, and another may be signed while this one is being saved.
 */
export function fileNames(number: number, { statement, key_id: keyId }: Pick<SignedReceipt, "statement" | "key_id">) {
  const receipt = `closure-receipt-${receiptNumber(number)}-${statement}`;
  const key = `guestlist-key-${shortKey(keyId).replace(" ", "")}`;
  return { receipt: `${receipt}.json`, signature: `${receipt}.sig`, key: `${key}.pem` };
}

export const saveText = (number: number, signed: SignedReceipt): void =>
  saveFile(fileNames(number, signed).receipt, signed.text, "application/json");

export const saveSignature = (number: number, signed: SignedReceipt): void =>
  saveFile(
    fileNames(number, signed).signature,
    Uint8Array.from(atob(signed.signature), (character) => character.charCodeAt(0)),
    "application/octet-stream",
  );

export const saveKey = (name: string, { public_key: pem }: ClosureKey): void =>
  saveFile(name, pem, "application/x-pem-file");
