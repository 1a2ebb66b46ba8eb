import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { Tx } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";
import { opens } from "../platform/secrets.ts";
import { findActiveKey, insertKey, retireKey } from "./receipt-queries.ts";

/** The installation's Ed25519 key that signs closure receipts. */
export interface SigningKey {
  /** SHA-256 of the public key's DER form, in hex. */
  readonly id: string;
  /** 64 bytes, over the text's bytes as they are. */
  sign(text: string): Buffer;
}

type Means = Pick<Platform, "secrets">;

/**
 * The key that signs now; the first call of an installation makes it. One that SECRET_KEY does not open is never replaced in
 * passing: whoever keeps its public part could check no later receipt.
 */
export async function loadSigningKey(tx: Tx, means: Means): Promise<SigningKey> {
  const kept = await findActiveKey(tx);
  return kept === undefined ? makeKey(tx, means) : openKey(kept, means);
}

/** So that the public key can be read, and kept elsewhere, before the first closure. */
export const prepareSigningKey = (platform: Platform): Promise<SigningKey> =>
  platform.db.transaction().execute((tx) => loadSigningKey(tx, platform));

/** What is signed from now on is signed with a new key; the old one stays listed, and its private part is gone. */
export async function rotateSigningKey(tx: Tx, means: Means): Promise<SigningKey> {
  const kept = await findActiveKey(tx);
  if (kept !== undefined) await retireKey(tx, kept.id);
  return makeKey(tx, means);
}

interface KeptKey {
  readonly id: string;
  readonly private_key_sealed: Buffer | null;
}

/** Every process looks at its start, so this one's key was replaced since. */
function openKey({ id, private_key_sealed: sealed }: KeptKey, { secrets }: Means): SigningKey {
  if (sealed === null || !opens(secrets, sealed))
    throw new Error(
      "SECRET_KEY does not open the key that signs receipts: start this process again, with the right one",
    );
  return signingKey(id, createPrivateKey(secrets.open(sealed)));
}

/** Several processes may come to this at once: one makes it, the others take it. */
async function makeKey(tx: Tx, means: Means): Promise<SigningKey> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const id = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
  const made = await insertKey(tx, {
    id,
    public_key: publicKey.export({ type: "spki", format: "pem" }).toString(),
    private_key_sealed: means.secrets.seal(privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
  });
  if (made) return signingKey(id, privateKey);
  const theirs = await findActiveKey(tx);
  if (theirs === undefined) throw new Error("the key that another process made is gone again");
  return openKey(theirs, means);
}

const signingKey = (id: string, key: KeyObject): SigningKey => ({
  id,
  sign: (text) => sign(null, Buffer.from(text, "utf8"), key),
});
