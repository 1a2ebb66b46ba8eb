import type { Account, Closing, Closure, Collaborator, Connection, Database, Invitation } from "@guestlist/contract";

const id = (number: number): string => `0198f0aa-0000-7000-8000-${String(number).padStart(12, "0")}`;
const at = "2026-02-13T10:21:07.000Z";

export const ids = { database: id(1), owner: id(2), collaborator: id(3), invitation: id(4), closure: id(5) };

export const account: Account = {
  id: ids.owner,
  email: "user1@example.com",
  username: "user1",
  email_verified_at: at,
  created_at: at,
};

export const collaborator = (differs: Partial<Collaborator> = {}): Collaborator => ({
  id: ids.collaborator,
  email: "user@example.com",
  username: "user",
  status: "accepted",
  expired: false,
  role: "collaborator",
  access: "full",
  until: null,
  login: null,
  changing: null,
  closing: null,
  closure_number: null,
  is_me: false,
  invited_by: "user1@example.com",
  invited_at: at,
  accepted_at: at,
  invitation_expires_at: null,
  mail_failed: null,
  can: {},
  why_not: {},
  ...differs,
});

/** The list of the guide. */
export const guideList: Collaborator[] = [
  collaborator({ id: id(11), email: "user1@example.com", username: "user1", status: "owner", role: "owner" }),
  collaborator({ id: id(12), email: "user2@example.com", username: "user2" }),
  collaborator({ id: id(13), email: "user3@example.com", username: null, status: "pending", accepted_at: null }),
];

export const closing = (differs: Partial<Closing> = {}): Closing => ({
  requested_at: at,
  new_logins_refused_at: null,
  last_session_gone_at: null,
  sessions_left: null,
  waiting: null,
  ...differs,
});

export const database = (differs: Partial<Database> = {}): Database => ({
  id: ids.database,
  name: "my-dedicated-db",
  state: "ready",
  blocked: null,
  standing: "owner",
  owner: { email: "user1@example.com", username: "user1" },
  transfer: null,
  dbname: "my_dedicated_db",
  kind: "created",
  ownership: "made",
  collaborators_managed_by: "full",
  server: {
    name: "bundled",
    version: "18.4",
    bundled: true,
    state: "answers",
    answers_ms: 1,
    silent_since: null,
    seen_at: at,
    last_try_at: at,
    next_try_at: null,
    reason: null,
    to_mend: null,
  },
  people: { can_log_in: 2, pending: 1, making: 0, revoking: 0, sessions: 0, seen_at: at },
  created_at: at,
  last_activity_at: at,
  can: {},
  why_not: {},
  ...differs,
});

export const invitation = (differs: Partial<Invitation> = {}): Invitation => ({
  id: ids.invitation,
  database_name: "my-dedicated-db",
  invited_by: "user1@example.com",
  email: "user@example.com",
  access: "read-only",
  until: null,
  invited_at: at,
  expires_at: "2026-02-20T10:21:07.000Z",
  ...differs,
});

export const connection = (differs: Partial<Connection> = {}): Connection => ({
  state: "ready",
  reason: null,
  host: "127.0.0.1",
  port: 5432,
  dbname: "my_dedicated_db",
  login_name: "gl_user_1",
  access: "full",
  sslmode: "prefer",
  uri: "postgresql://gl_user_1@127.0.0.1:5432/my_dedicated_db?sslmode=prefer",
  database_id: ids.database,
  has_password: false,
  password_changed_at: null,
  sessions: [],
  sessions_seen_at: null,
  ...differs,
});

export const closure = (differs: Partial<Closure> = {}): Closure => ({
  id: ids.closure,
  number: 42,
  database: { id: ids.database, name: "my-dedicated-db" },
  collaborator_id: ids.collaborator,
  email: "user@example.com",
  username: "user",
  reason: "revoked",
  ended_by: "user1@example.com",
  login_name: "gl_user_1",
  role_oid: 16500,
  system_identifier: "7500000000000000001",
  server_version: "18.4",
  requested_at: at,
  new_logins_refused_at: "2026-02-13T10:21:07.031Z",
  last_session_gone_at: "2026-02-13T10:21:07.090Z",
  refused_after_ms: 31,
  gone_after_ms: 90,
  clock_ahead_ms: 0,
  lsn: "0/1A2B3C4",
  sessions_ended: [{ pid: 4711, application: "psql", client: "127.0.0.1", since: at }],
  memberships_removed: ["guestlist_full"],
  objects_moved: [],
  objects_kept_by: "guestlist_kept",
  left_over: [],
  login_attempt: { sqlstate: "28000", message: 'role "gl_user_1" is not permitted to log in', at },
  login_dropped_at: null,
  could_still_use: null,
  signature: { statement: 1, key_id: "a91f03c7".repeat(8), signed_at: at },
  ...differs,
});
