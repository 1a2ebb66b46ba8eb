import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { runSql, type Db } from "./control-database.ts";
import { Refusal } from "./refusal.ts";

export interface Rule {
  /** Of whose doing: `sign-in`. */
  readonly name: string;
  /** So many in so many seconds, counted from the first one. */
  readonly points: number;
  readonly seconds: number;
}

/**
 * Counts once under each key, for all processes together, and refuses when one of them is over the rule. It takes
 * connections of its own: ask before a transaction is open, not inside.
 * @throws Refusal `too_many_requests`
 */
export async function limit(platform: { readonly db: Db }, rule: Rule, keys: readonly string[]): Promise<void> {
  const limiter = limiterOf(platform.db, rule);
  const waits = await Promise.all(keys.map((key) => count(limiter, hash(key))));
  const wait = Math.max(...waits);
  if (wait > 0) throw new TooManyRequests(Math.ceil(wait / 1000));
}

/** Takes back what `limit` counted: this one was rightful. */
export async function forgive(platform: { readonly db: Db }, rule: Rule, keys: readonly string[]): Promise<void> {
  const limiter = limiterOf(platform.db, rule);
  await Promise.all(keys.map((key) => limiter.reward(hash(key), 1)));
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...left, ...Array<string>(Math.max(8 - left.length - right.length, 0)).fill("0"), ...right];
  return `${groups.slice(0, 4).join(":").toLowerCase()}::/64`;
}

class TooManyRequests extends Refusal {
  constructor(seconds: number) {
    super("too_many_requests", `Too many attempts. Try again in ${inWords(seconds)}.`);
    this.headers = { "retry-after": String(seconds) };
  }
}

const inWords = (seconds: number): string => {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
};

/** How long to wait, in milliseconds; 0 while the rule still has room. */
async function count(limiter: RateLimiterPostgres, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
    throw refused;
  }
}

/** Keys may be addresses of people, of any length: the table holds neither. */
const hash = (key: string): string => createHash("sha256").update(key).digest("base64url");

const limiters = new WeakMap<Db, Map<string, RateLimiterPostgres>>();

function limiterOf(db: Db, { name, points, seconds }: Rule): RateLimiterPostgres {
  const known = limiters.get(db) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(db, known);
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: clientOf(db),
      storeType: "client",
      tableName: "rate_limits",
      tableCreated: true,
      // One of them clears the table of all.
      clearExpiredByTimeout: known.size === 0,
      keyPrefix: name,
      points,
      duration: seconds,
    });
  known.set(name, limiter);
  return limiter;
}

/** As much of a pg client as the limiter uses. */
const clientOf = (db: Db) => ({
  async query({ text, values }: { text: string; values: unknown[] }) {
    const { rows, numAffectedRows } = await runSql(db, text, values);
    return { rows, rowCount: Number(numAffectedRows ?? rows.length) };
  },
});
