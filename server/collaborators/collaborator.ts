import type { AccessLevel, CollaboratorStatus, Standing } from "@guestlist/contract";
import type { Selectable } from "kysely";
import type { Tables } from "../platform/tables.ts";

export type CollaboratorRow = Selectable<Tables["collaborators"]>;

/** How long an invitation lasts. */
export const invitationDays = 7;

/**
 * Who may move a collaborator from where to where; docs/states.md draws it, the CHECKs of the table bind it.
 * pending: invited. accepted: has, or is about to have, a login. revoking: the reconciler closes the login; until it
 * has proved that, PostgreSQL may still let them in. ended: closed, or never had a login, or became the owner.
 */
export const transitions: Record<Exclude<CollaboratorStatus, "owner">, readonly CollaboratorStatus[]> = {
  pending: ["accepted", "ended"],
  accepted: ["revoking", "ended"],
  revoking: ["ended"],
  ended: [],
};

/** Somebody on the list, the owner included, as far as the rules below care. */
export interface Listed {
  readonly status: CollaboratorStatus;
  readonly isMe: boolean;
}

/** Still to be ended; what is being ended, or has ended, stays as it is. */
export const isOpen = <Row extends { readonly status: string }>(
  row: Row,
): row is Row & { status: "pending" | "accepted" } => row.status === "pending" || row.status === "accepted";

/** The reader of a list. */
export interface Reader {
  readonly databaseName: string;
  readonly standing: Standing;
  readonly manages: boolean;
}

export type Ability = "revoke" | "leave" | "resend" | "copy_link" | "change_access";

/** For each ability null when the reader has it on that row, else why not, in words. */
export function whyNotOn(row: Listed, reader: Reader): Record<Ability, string | null> {
  const managing = reader.manages ? null : notManaging(reader);
  const pendingOnly = row.status === "pending" ? null : "Only an invitation that waits can be sent again.";
  return {
    revoke: whyNotRevoke(row, managing),
    leave: whyNotLeave(row, reader.databaseName),
    resend: managing ?? pendingOnly,
    copy_link: managing ?? pendingOnly,
    change_access: managing ?? whyNotChange(row),
  };
}

const notManaging = (reader: Reader): string =>
  reader.standing === "full"
    ? `The owner of ${reader.databaseName} keeps the management of collaborators.`
    : `Only the owner of ${reader.databaseName}, and collaborators with full access, manage collaborators.`;

const ownerStays = "You own this database. Transfer it before you leave.";

function whyNotRevoke(row: Listed, managing: string | null): string | null {
  if (row.status === "owner") return row.isMe ? ownerStays : "The owner's access cannot be revoked.";
  if (row.status === "revoking") return "This access is being closed already.";
  if (row.status === "ended") return "This access has ended.";
  return row.isMe ? null : managing;
}

function whyNotLeave(row: Listed, databaseName: string): string | null {
  if (!row.isMe) return "This is somebody else's access.";
  if (row.status === "owner") return ownerStays;
  return row.status === "accepted" ? null : `You are leaving ${databaseName} already.`;
}

function whyNotChange(row: Listed): string | null {
  if (row.status === "owner") return "The owner works as the database's owner role.";
  if (row.isMe) return "You cannot change your own access.";
  return row.status === "pending" || row.status === "accepted" ? null : "This access is ending.";
}

const rank: Record<Standing, number> = { owner: 3, full: 2, "read-write": 1, "read-only": 0 };

/** Nobody can give more than they have. */
export const mayGive = (standing: Standing, access: AccessLevel): boolean => rank[standing] >= rank[access];
