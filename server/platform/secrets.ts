import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Seals what the control database must not hold in the clear; the key is not in that database. */
export interface Secrets {
  /** AES-256-GCM; the result is version byte, nonce (12), tag (16), ciphertext. */
  seal(plain: string): Buffer;
  /** Throws when the sealed bytes were changed or sealed with another key. */
  open(sealed: Buffer): string;
  /** A key of 32 bytes for that purpose alone; the same at every start, as long as the secret key is. */
  derive(purpose: string): Buffer;
}

const version = 1;

/** False when it was sealed with another key, or changed since. */
export function opens(secrets: Secrets, sealed: Buffer): boolean {
  try {
    secrets.open(sealed);
    return true;
  } catch {
    return false;
  }
}

/** @param key any secret text of at least 32 characters; the sealing key is derived from it. */
export function createSecrets(key: string): Secrets {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync("sha256", key, "", `guestlist ${purpose}`, 32));
  const sealing = derive("sealing v1");
  return {
    derive,
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed[0] !== version || sealed.length < 29) throw new Error("sealed by another version of Guestlist");
      const decipher = createDecipheriv("aes-256-gcm", sealing, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString("utf8");
    },
  };
}
