import type { Receipt } from "@guestlist/contract";
import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { Failure } from "./failure.ts";

/** Loaded when it is used: it takes 7 ms, and every other command does without. */
const crypto = () => process.getBuiltinModule("node:crypto");

/** A receipt as it was saved: the bytes that were signed, and the signature from the file beside them. */
export interface SavedReceipt {
  readonly file: string;
  readonly bytes: Buffer;
  readonly signature: Buffer;
  readonly receipt: Receipt;
}

/** A public key that checks receipts. */
export interface CheckingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** `receipt.json` has its signature in `receipt.sig`. */
export const signatureFile = (file: string): string => `${file.replace(/\.json$/, "")}.sig`;

/** The first characters are enough to tell keys apart, for people. */
export const shortKey = (id: string): string => id.slice(0, 8);

/** Throws Failure where something is missing, or is no receipt. */
export function readReceipt(file: string, signedIn = signatureFile(file)): SavedReceipt {
  const bytes = read(file, `${file} cannot be read`);
  const signature = read(signedIn, `The signature of ${file} is missing: ${signedIn} cannot be read`);
  if (signature.length !== 64) {
    throw new Failure(
      "invalid_request",
      `${signedIn} is no Ed25519 signature: it has ${signature.length} bytes, not 64.`,
    );
  }
  const receipt = parse(bytes);
  if (receipt === null) throw new Failure("invalid_request", `${file} is no closure receipt of Guestlist.`);
  return { file, bytes, signature, receipt };
}

function read(file: string, problem: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure("invalid_request", `${problem} (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`);
  }
}

function parse(bytes: Buffer): Receipt | null {
  try {
    const receipt = JSON.parse(bytes.toString("utf8")) as Receipt;
    const known = /^guestlist closure receipt \d+$/.test(receipt.format);
    return known && typeof receipt.key_id === "string" ? receipt : null;
  } catch {
    return null;
  }
}

/** From PEM. Throws Failure where it is no public Ed25519 key; `from` says where the PEM was. */
export function readKey(pem: string | Buffer, from: string): CheckingKey {
  const key = parseKey(pem);
  if (key?.asymmetricKeyType !== "ed25519") {
    throw new Failure("invalid_request", `${from} is no public Ed25519 key in PEM form.`);
  }
  const id = crypto()
    .createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { id, key };
}

function parseKey(pem: string | Buffer): KeyObject | null {
  // createPublicKey would take a private key too, and make a public one of it.
  if (!pem.includes("BEGIN PUBLIC KEY")) return null;
  try {
    return crypto().createPublicKey(pem);
  } catch {
    return null;
  }
}

export const readKeyFile = (file: string): CheckingKey => readKey(read(file, `${file} cannot be read`), file);

export const isGenuine = ({ bytes, signature }: SavedReceipt, { key }: CheckingKey): boolean =>
  crypto().verify(null, bytes, key, signature);
