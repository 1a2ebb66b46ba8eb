import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { jwtVerify } from "jose";
import type { Actor } from "../accounts/actor.ts";
import { findActorByTokenId } from "../accounts/actor-queries.ts";
import type { Reader } from "../platform/control-database.ts";
import type { Platform } from "../platform/platform.ts";

/** Whom a bearer signs in, and where: everywhere, or at the database API of one addon alone. */
export interface Bearer {
  readonly actor: Actor;
  readonly addon: string | null;
}

export interface Bearers {
  /** Stands for the API token that the actor came with. @param addon the addon's id, when it opens that one only */
  issue(actor: Actor, addon?: string): string;
  /** Null when it opens nothing (any more): each use asks the control database for the token and its account. */
  read(db: Reader, text: string): Promise<Bearer | null>;
}

const lifetimeSeconds = 3600;
const issuer = "guestlist";
const everywhere = "scalingo";

/**
 * JWTs, because the Go clients read their `exp` themselves. They prove which API token was shown, and nothing else: an
 * ended token ends its bearers at once, not in an hour.
 */
export function createBearers({ secrets }: Pick<Platform, "secrets">): Bearers {
  const key = createSecretKey(secrets.derive("scalingo bearers v1"));
  const known = rememberClaims();
  return {
    issue(actor, addon = everywhere) {
      if (actor.via.kind !== "token") throw new Error("a bearer stands for an API token");
      const iat = Math.floor(Date.now() / 1000);
      const claims = { sub: actor.accountId, jti: actor.via.id, aud: addon, iat, exp: iat + lifetimeSeconds };
      const text = sign(claims, key);
      // Most come back at once, and what we have just signed need not be checked.
      known.keep(text, claims);
      return text;
    },
    async read(db, text) {
      const claims = known.get(text) ?? (await verify(text, key));
      if (claims === null || claims.exp * 1000 <= Date.now()) return null;
      known.keep(text, claims);
      const actor = await findActorByTokenId(db, claims.jti, claims.sub);
      return actor === null ? null : { actor, addon: claims.aud === everywhere ? null : claims.aud };
    },
  };
}

interface Claims {
  readonly sub: string;
  readonly jti: string;
  readonly aud: string;
  /** Seconds. */
  readonly exp: number;
}

/** Here rather than by the library, which has another thread do it: on a busy machine that costs more than the call. */
function sign(claims: Claims, key: KeyObject): string {
  const part = (object: object): string => Buffer.from(JSON.stringify(object)).toString("base64url");
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, iss: issuer })}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

/** Null when it is none of ours, or past its end. */
async function verify(text: string, key: KeyObject): Promise<Claims | null> {
  const options = {
    algorithms: ["HS256"],
    issuer,
    maxTokenAge: lifetimeSeconds,
    requiredClaims: ["sub", "jti", "aud", "exp"],
  };
  const verified = await jwtVerify<Claims>(text, key, options).catch(() => null);
  return verified?.payload ?? null;
}

/**
 * What bearers say whose signatures were found right: a signature stays right, so a client's many requests need not
 * have it checked each. What they open is asked of the control database every time.
 */
function rememberClaims(): { get(text: string): Claims | undefined; keep(text: string, claims: Claims): void } {
  const claimsOf = new Map<string, Claims>();
  return {
    get: (text) => claimsOf.get(text),
    keep(text, claims) {
      if (claimsOf.size >= 1000) claimsOf.clear();
      claimsOf.set(text, claims);
    },
  };
}
