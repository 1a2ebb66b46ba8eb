import { roleOfAccess, type Closing, type Collaborator, type Login } from "@guestlist/contract";
import type { Actor } from "../accounts/actor.ts";
import { toMend } from "../databases/connection-failure.ts";
import type { Grant } from "../databases/grant.ts";
import { mayDo } from "../databases/permissions.ts";
import { viewChanging } from "./changing.ts";
import { whyNotOn, type Reader } from "./collaborator.ts";
import type { ListingRow } from "./listing.ts";

/** Who looks at a list, from the permission check. */
export const readerOf = ({ database, standing }: Grant): Reader => ({
  databaseName: database.name,
  standing,
  manages: mayDo(standing, database.collaborators_managed_by as "owner" | "full", "collaborators.manage"),
});

/** A row as the contract shows it, with what the reader may do about it. */
export function viewCollaborator(row: ListingRow, actor: Actor, reader: Reader): Collaborator {
  const isMe = row.account_id === actor.accountId;
  const whyNot = Object.entries(whyNotOn({ status: row.status, isMe }, reader));
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    status: row.status,
    expired: row.expired,
    role: row.is_owner ? "owner" : roleOfAccess[row.access],
    access: row.access,
    until: iso(row.until),
    login: viewLogin(row),
    changing: viewChanging(row),
    closing: viewClosing(row),
    closure_number: row.closure_number,
    is_me: isMe,
    invited_by: row.invited_by,
    invited_at: iso(row.invited_at),
    accepted_at: iso(row.accepted_at),
    invitation_expires_at: row.status === "pending" ? iso(row.invitation_expires_at) : null,
    mail_failed: row.status === "pending" ? row.mail_failed : null,
    can: Object.fromEntries(whyNot.map(([ability, reason]) => [ability, reason === null])),
    why_not: Object.fromEntries(whyNot.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}

function viewLogin(row: ListingRow): Login | null {
  if (row.login_name === null || row.login_state === null) return null;
  return {
    name: row.login_name,
    state: row.login_state,
    access: row.login_access,
    until: iso(row.login_until),
    blocked: row.login_blocked,
    sessions: row.login_sessions,
    seen_at: iso(row.login_seen_at),
    last_login_at: iso(row.last_login_at),
    watched_since: iso(row.login_ready_at),
    has_password: row.password_changed_at !== null,
  };
}

function viewClosing(row: ListingRow): Closing | null {
  if (row.status !== "revoking" || row.revoking_at === null) return null;
  return {
    requested_at: new Date(row.revoking_at.getTime() + (row.clock_ahead_ms ?? 0)).toISOString(),
    new_logins_refused_at: iso(row.new_logins_refused_at),
    last_session_gone_at: iso(row.last_session_gone_at),
    sessions_left: row.last_session_gone_at === null ? row.login_sessions : 0,
    waiting: whyItWaits(row),
  };
}

/** Why an access that is to be closed is not closed yet, as far as is known; null while the work goes on. */
export function whyItWaits(
  row: Pick<ListingRow, "server_state" | "server_reason" | "database_name" | "new_logins_refused_at" | "login_blocked">,
): string | null {
  const server = { state: row.server_state, reason: row.server_reason };
  if (row.server_state === "silent") return stillOpen(row.database_name, server, row.new_logins_refused_at !== null);
  if (row.login_blocked !== null) return `${row.database_name}: ${row.login_blocked}`;
  return null;
}

/** Once new logins are refused, "access is still open" would say more than is so. */
export function stillOpen(
  name: string,
  server: { readonly state: string; readonly reason: string | null },
  refused = false,
): string {
  const mend = toMend(server);
  if (mend === null)
    return refused
      ? `${name} does not answer: new logins are refused, but sessions may still be open. They will be ended as soon as it does.`
      : `${name} does not answer: access is still open, and will be closed as soon as it does.`;
  return refused
    ? `Guestlist cannot work on ${name} (${server.reason}): new logins are refused, but sessions may still be open. They will be ended once that is mended. ${mend}`
    : `Guestlist cannot work on ${name} (${server.reason}): access is still open, and will be closed once that is mended. ${mend}`;
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
