import { toMend } from "./connection-failure.ts";
import { isPowerlesslyOwned, whyNotTransfer } from "./ownership.ts";
import type { Database, DatabasePermission, Standing } from "@guestlist/contract";
import { mayDo } from "./permissions.ts";
import type { ViewRow } from "./view-queries.ts";

/** A row as the contract shows it, with what its reader may do. */
export function databaseView(row: ViewRow, reader: { readonly accountId: string }): Database {
  const standing: Standing = row.owner_account_id === reader.accountId ? "owner" : (row.access ?? "read-only");
  const whyNot = Object.entries(whyNotOn(row, standing));
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    blocked: row.blocked,
    standing,
    owner: { email: row.owner_email, username: row.owner_username },
    dbname: row.dbname,
    kind: row.kind,
    ownership: row.ownership,
    collaborators_managed_by: row.collaborators_managed_by,
    transfer: transferView(row, reader.accountId),
    server: serverView(row),
    people: peopleView(row, mayDo(standing, row.collaborators_managed_by, "collaborators.manage")),
    created_at: row.created_at.toISOString(),
    last_activity_at: (row.last_activity_at ?? row.created_at).toISOString(),
    can: Object.fromEntries(whyNot.map(([ability, reason]) => [ability, reason === null])),
    why_not: Object.fromEntries(whyNot.filter((pair): pair is [string, string] => pair[1] !== null)),
  };
}

/** Nobody's business but theirs who offer and are offered. */
function transferView(row: ViewRow, readerId: string): Database["transfer"] {
  const { offer_to: to, offer_to_account_id: toId, offer_former_owner: formerOwner, offered_at: at } = row;
  if (to === null || formerOwner === null || at === null) return null;
  if (readerId !== row.owner_account_id && readerId !== toId) return null;
  return { to, former_owner: formerOwner, offered_at: at.toISOString(), to_me: readerId === toId };
}

export const bundledName = "bundled";

const serverView = (row: ViewRow): Database["server"] => ({
  name: row.server_name,
  version: row.server_version,
  // The configured server may also be the one behind DATABASE_URL.
  bundled: row.server_configured && row.server_name === bundledName,
  state: row.server_state,
  answers_ms: row.answers_ms,
  silent_since: iso(row.silent_since),
  seen_at: iso(row.seen_at),
  last_try_at: iso(row.last_try_at),
  next_try_at: iso(row.next_try_at),
  reason: row.server_state === "silent" ? row.server_reason : null,
  to_mend: toMend({ state: row.server_state, reason: row.server_reason }),
});

/** A login that is ready counts before its person has asked for a password: they may at any moment. */
function peopleView(row: ViewRow, seesSessions: boolean): Database["people"] {
  return {
    can_log_in: 1 + row.open_logins,
    pending: row.pending,
    making: Math.max(row.accepted - row.ready_logins, 0),
    revoking: row.revoking,
    sessions: seesSessions && row.sessions_seen_at !== null ? (row.sessions ?? 0) : null,
    seen_at: iso(row.sessions_seen_at ?? row.seen_at),
  };
}

type Ability = "manage_collaborators" | "manage_users" | "delete" | "change" | "transfer" | "connect" | "leave";

/** For each ability null when the reader has it, else why not, in words. */
function whyNotOn(row: ViewRow, standing: Standing): Record<Ability, string | null> {
  const may = (permission: DatabasePermission): boolean => mayDo(standing, row.collaborators_managed_by, permission);
  const ending = row.state === "deleting" || row.state === "deleted" ? `${row.name} is being deleted.` : null;
  const onlyOwner = (act: string): string => `Only the owner, ${row.owner_email}, may ${act} ${row.name}.`;
  return {
    manage_collaborators: ending ?? (may("collaborators.manage") ? null : whyNotManage(row, standing)),
    delete: ending ?? (may("database.delete") ? null : onlyOwner("delete")),
    manage_users: ending ?? (may("users.manage") ? null : whyNotUsers(row, standing)),
    transfer: ending ?? (may("database.transfer") ? whyNotTransfer(row) : onlyOwner("transfer")),
    change: ending ?? (may("database.change") ? null : onlyOwner("change the settings of")),
    connect: ending ?? (may("connection.use") ? whyNotConnect(row, standing) : "You may not connect."),
    leave: standing === "owner" ? "You own this database. Transfer it before you leave." : ending,
  };
}

const whyNotManage = (row: ViewRow, standing: Standing): string =>
  standing === "full"
    ? `The owner of ${row.name} keeps the management of collaborators.`
    : `Only the owner of ${row.name}, and collaborators with full access, manage collaborators.`;

export const whyNotUsers = (row: Pick<ViewRow, "name">, standing: Standing): string =>
  standing === "full"
    ? `The owner of ${row.name} keeps the management of database users.`
    : `Only the owner of ${row.name}, and collaborators with full access, manage database users.`;

function whyNotConnect(row: ViewRow, standing: Standing): string | null {
  if (row.state === "making") return row.blocked ?? `${row.name} is being made ready.`;
  const keepsOwn = !isPowerlesslyOwned(row);
  return standing === "owner" && keepsOwn
    ? `The login that owns ${row.dbname} is yours already; Guestlist makes you one once the ownership is moved.`
    : null;
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
