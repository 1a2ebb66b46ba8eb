import { randomInt } from "node:crypto";
import { rolePrefix } from "../databases/name.ts";
import { isUuid } from "../platform/uuid.ts";

/** PostgreSQL cuts names after 63 bytes; ours are ASCII. */
const maximum = 63;

/** Logins are known by OID and by this comment, never by name alone. Both ids are unique over every installation. */
export const loginMarker = (loginId: string, generation: number, databaseId: string): string =>
  `guestlist login ${loginId} generation ${generation} of database ${databaseId}`;

/** How the comments of all its roles begin: made again after it was dropped, it has another generation. */
export const everyLoginMarker = (loginId: string): string => `guestlist login ${loginId} generation %`;

/** Of which login a comment makes a role, and which generation of it; null for other comments. */
export function readLoginMarker(comment: string): { readonly loginId: string; readonly generation: number } | null {
  const [, loginId, generation] = /^guestlist login (\S{36}) generation (\d{1,9}) of database /.exec(comment) ?? [];
  return loginId === undefined || !isUuid(loginId) ? null : { loginId, generation: Number(generation) };
}

/** What the script for the emergency leaves on a login: it was closed by hand, and is to stay so. */
export const endedByHandMarker = (marker: string): string => `${marker}, ended by hand`;

export const ownerMarker = (databaseId: string): string => `guestlist owner of database ${databaseId}`;
export const groupMarker = (level: "read-only" | "read-write", databaseId: string): string =>
  `guestlist ${level} group of database ${databaseId}`;
/** A regular expression for the comments of all of them. */
export const everyGroupMarker = "^guestlist read-(only|write) group ";
export const databaseUserMarker = (databaseUserId: string): string => `guestlist database user ${databaseUserId}`;

/** Owns what ended logins have left on a server, and can do nothing. */
export const keptRole = "guestlist_kept";
export const keptMarker = "guestlist: owns what ended logins left, and can do nothing";

export const readOnlyGroup = (databaseId: string): string => `guestlist_${databaseId.slice(0, 8)}_ro`;
export const readWriteGroup = (databaseId: string): string => `guestlist_${databaseId.slice(0, 8)}_rw`;

/** The owner role's name, and the one to take when a stranger has that. */
export function ownerRoleNames(dbname: string, databaseId: string): readonly [string, string] {
  const base = rolePrefix(dbname).slice(0, maximum - "_owner_".length - 8);
  return [`${base}_owner`, `${base}_owner_${databaseId.slice(0, 8)}`];
}

/** `camille_w2p8`: readable in PostgreSQL's own lists, and never an address. */
export function newLoginName(username: string): string {
  const slug = username
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  // PostgreSQL keeps pg_ for itself, and a name that begins with a digit would need quotes.
  const named = /^(?!pg_)[a-z]/.test(slug) ? slug : `u_${slug}`;
  return `${named.slice(0, maximum - 5).replace(/_+$/, "")}_${randomSuffix()}`;
}

const letters = "abcdefghijkmnpqrstuvwxyz23456789";
const randomSuffix = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
