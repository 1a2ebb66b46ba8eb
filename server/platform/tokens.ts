import { createHash, randomBytes, randomInt } from "node:crypto";

/** 256 random bits with a prefix that names what it opens: `glt_…` API token, `gls_…` session, `gli_…` link. */
export const newToken = (prefix: "glt" | "gls" | "gli"): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

/** What the control database keeps of a token. Tokens are random, so a plain hash cannot be guessed back. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Without I, l, 1, O, 0: whoever reads a password aloud or types it must not wonder. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** A PostgreSQL password as the dashboard shows it: five groups of four, about 116 random bits. */
export const newPassword = (): string =>
  Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("")).join(
    "-",
  );
