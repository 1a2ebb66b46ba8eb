import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Refusal } from "../platform/refusal.ts";

/** OWASP's smallest setting for argon2id: 19 MiB, two passes, one lane. About 26 ms. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const derive = promisify(argon2);

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await deriveKey(password, salt, cost, 32);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** With no hash, of an account that does not exist, it takes as long and answers false: time tells nobody which. */
export async function isPassword(password: string, phc: string | null): Promise<boolean> {
  const known = parsePhc(phc ?? (await noAccount()));
  const hash = await deriveKey(password, known.salt, known, known.hash.length);
  return timingSafeEqual(hash, known.hash) && phc !== null;
}

/**
 * Refuses passwords that fewer than 10^8 guesses would find, by zxcvbn.
 * @param personal words that are no secret here: the address, the username
 * @throws Refusal `weak_password` with what is weak about it
 */
export async function requireStrongPassword(password: string, personal: string[], field = "password"): Promise<void> {
  if (password.length < 8) throw new Refusal("weak_password", "A password has at least 8 characters.", field);
  const words = personal.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
  const { score, feedback } = (await estimator()).check(password, ["guestlist", ...words]);
  if (score >= 3) return;
  const reasons = [feedback.warning, feedback.suggestions[0]].filter(Boolean).join(" ");
  throw new Refusal("weak_password", `This password is too easy to guess. ${reasons}`.trim(), field);
}

/** Composed first: one keyboard sends é as one character, another as two. */
const deriveKey = (password: string, nonce: Buffer, { memory, passes, parallelism }: typeof cost, tagLength: number) =>
  derive("argon2id", { message: password.normalize("NFKC"), nonce, memory, passes, parallelism, tagLength });

function parsePhc(phc: string): typeof cost & { salt: Buffer; hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (match === null) throw new Error("a stored password hash is not readable");
  const [, memory, passes, parallelism, salt = "", hash = ""] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

let ofNobody: Promise<string> | undefined;
const noAccount = (): Promise<string> => (ofNobody ??= hashPassword(randomBytes(32).toString("base64")));

let loading: Promise<ZxcvbnFactory> | undefined;
/** Its dictionaries take a third of a second to load, which only whoever sets a password waits for. */
const estimator = (): Promise<ZxcvbnFactory> => (loading ??= loadEstimator());

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    // Longer ones cost seconds, and what is hard to guess is so by its first characters already.
    maxLength: 64,
  });
}
