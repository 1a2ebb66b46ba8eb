import { isPowerlesslyOwned } from "../databases/ownership.ts";
import { accessLevels, type AccessLevel } from "@guestlist/contract";
import type { Grant } from "../databases/grant.ts";
import { Refusal } from "../platform/refusal.ts";
import { mayGive } from "./collaborator.ts";

/** Reads an asked-for access level, and refuses what this database or the asking person cannot give. */
export function chooseAccess(text: string, { database, standing }: Grant): AccessLevel {
  if (/^limited([-_ ]collaborator)?$/i.test(text)) throw new Refusal("limited_collaborator", limited, "access");
  const access = accessLevels.find((level) => level === text);
  if (access === undefined) throw new Refusal("unknown_access_level", unknown(text), "access");
  if (!mayGive(standing, access))
    throw new Refusal(
      "more_than_own_access",
      `Your own access is ${standing}: you cannot give more than that.`,
      "access",
    );
  const kept = !isPowerlesslyOwned(database);
  if (access === "full" && kept) throw new Refusal("full_needs_ownership_move", needsMove(database.name), "access");
  return access;
}

const limited =
  "A limited collaborator is meant to be kept away from a database's data, so there is none here: every collaborator is given data. Choose full, read-write or read-only.";

const unknown = (text: string): string =>
  `There is no access level "${text.slice(0, 40)}". Choose full, read-write or read-only.`;

const needsMove = (name: string): string =>
  `The login that owns ${name} can log in: a collaborator with full access could set its password and come back with it. Give read-write or read-only access, or move the ownership to a role that cannot log in first.`;
