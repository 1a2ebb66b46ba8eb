import type { Static } from "typebox";
import { oneOf } from "./shapes.ts";

/** What a collaborator may do in the database; `full` works as the database's owner role. */
export const AccessLevel = oneOf("full", "read-write", "read-only");
export type AccessLevel = Static<typeof AccessLevel>;

export const accessLevels: readonly AccessLevel[] = ["full", "read-write", "read-only"];

/** The guide's word for an access level, as the ROLE column of the command line prints it. */
export const roleOfAccess: Record<AccessLevel, string> = {
  full: "collaborator",
  "read-write": "read-write collaborator",
  "read-only": "read-only collaborator",
};
