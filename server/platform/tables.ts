import type { ColumnType, Generated, GeneratedAlways } from "kysely";

// Made by `npm run tables` from the migrated schema; a test compares it.
type Json = ColumnType<unknown, string, string>;
type JsonWithDefault = ColumnType<unknown, string | undefined, string>;

export interface Tables {
  access_review_items: {
    id: Generated<string>;
    review_id: string;
    position: number;
    database_id: string;
    collaborator_id: string;
    decision: string | null;
    decided_at: Date | null;
    facts: Json;
  };
  access_reviews: {
    id: Generated<string>;
    number: GeneratedAlways<number>;
    account_id: string;
    database_id: string | null;
    status: Generated<string>;
    started_at: Generated<Date>;
    ended_at: Date | null;
    document: string | null;
    document_sha256: string | null;
  };
  account_links: {
    id: Generated<string>;
    account_id: string;
    kind: string;
    token_hash: Buffer;
    created_at: Generated<Date>;
    expires_at: Date;
    used_at: Date | null;
  };
  accounts: {
    id: Generated<string>;
    email: string;
    email_folded: string;
    username: string;
    username_folded: string;
    password_hash: string;
    email_verified_at: Date | null;
    created_at: Generated<Date>;
  };
  api_tokens: {
    id: Generated<string>;
    account_id: string;
    name: string;
    hint: string;
    token_hash: Buffer;
    created_at: Generated<Date>;
    last_used_at: Date | null;
    ended_at: Date | null;
  };
  closure_leftovers: {
    closure_id: string;
    item: number;
    key: string;
    kind: string;
    dbname: string;
    name: string;
    why: string;
    since_they_came: boolean | null;
    target: Json;
    decision: string | null;
    decided_by: string | null;
    decided_at: Date | null;
  };
  closure_receipts: {
    closure_id: string;
    statement: number;
    text: string;
    signature: Buffer;
    key_id: string;
    signed_at: Date;
  };
  closures: {
    id: Generated<string>;
    number: GeneratedAlways<number>;
    database_id: string;
    database_name: string;
    login_id: string;
    collaborator_id: string | null;
    email: string;
    username: string | null;
    reason: string;
    ended_by: string | null;
    login_name: string;
    role_oid: number | null;
    system_identifier: string;
    server_version: string;
    requested_at: Date;
    new_logins_refused_at: Date;
    last_session_gone_at: Date;
    lsn: string | null;
    evidence: Json;
    login_dropped_at: Date | null;
    created_at: Generated<Date>;
    clock_ahead_ms: Generated<number>;
  };
  collaborators: {
    id: Generated<string>;
    database_id: string;
    email: string;
    email_folded: string;
    access: string;
    until: Date | null;
    status: Generated<string>;
    invited_by_account_id: string;
    invited_at: Generated<Date>;
    token_hash: Buffer | null;
    link_token_hash: Buffer | null;
    spent_token_hash: Buffer | null;
    invitation_expires_at: Date;
    sendings: Generated<number>;
    mail_failed: string | null;
    expiry_recorded: Generated<boolean>;
    account_id: string | null;
    accepted_at: Date | null;
    revoking_at: Date | null;
    ended_by_account_id: string | null;
    end_reason: string | null;
    ended_at: Date | null;
    closure_id: string | null;
    had_login: Generated<boolean>;
    announced_until: Date | null;
    invitation_sent_at: Generated<Date>;
  };
  coverages: {
    database_id: string;
    measured: Json;
    measured_at: Date;
  };
  database_users: {
    id: Generated<string>;
    database_id: string;
    role_name: string;
    role_oid: number | null;
    protected: Generated<boolean>;
    state: Generated<string>;
    verifier_sealed: Buffer | null;
    created_at: Generated<Date>;
    password_changed_at: Generated<Date>;
    access: Generated<string>;
    blocked: string | null;
    deleting_at: Date | null;
    sessions_ended: Generated<number>;
    deleted_by_account_id: string | null;
  };
  databases: {
    id: Generated<string>;
    name: string;
    owner_account_id: string;
    server_id: string;
    dbname: string;
    kind: string;
    state: Generated<string>;
    blocked: string | null;
    ownership: string;
    owner_role: string | null;
    owner_role_oid: number | null;
    previous_owner_role: string | null;
    collaborators_managed_by: Generated<string>;
    delete_data: string | null;
    created_at: Generated<Date>;
    ready_at: Date | null;
    deleting_at: Date | null;
    deleted_at: Date | null;
  };
  events: {
    id: GeneratedAlways<number>;
    at: Generated<Date>;
    type: string;
    actor_account_id: string | null;
    actor_email: string | null;
    subject_email: string | null;
    database_id: string | null;
    data: JsonWithDefault;
  };
  firewall_rules: {
    id: Generated<string>;
    database_id: string;
    cidr: string;
    network: string;
    label: string;
    state: Generated<string>;
    blocked: string | null;
    created_at: Generated<Date>;
    created_by_account_id: string;
    removing_at: Date | null;
    removed_by_account_id: string | null;
  };
  login_baselines: {
    login_id: string;
    seen: Json;
    seen_at: Date;
  };
  logins: {
    id: Generated<string>;
    database_id: string;
    collaborator_id: string | null;
    account_id: string;
    generation: Generated<number>;
    role_name: string;
    role_oid: number | null;
    access: string | null;
    state: Generated<string>;
    blocked: string | null;
    created_at: Generated<Date>;
    ready_at: Date | null;
    password_changed_at: Date | null;
    sessions: number | null;
    seen_at: Date | null;
    last_login_at: Date | null;
    closing_at: Date | null;
    new_logins_refused_at: Date | null;
    last_session_gone_at: Date | null;
    lsn: string | null;
    evidence: JsonWithDefault;
    closed_at: Date | null;
    gone_at: Date | null;
    valid_until: Date | null;
  };
  mails: {
    id: Generated<string>;
    kind: string;
    cause: string;
    recipient: string;
    props_sealed: Buffer | null;
    subject: string | null;
    html_sealed: Buffer | null;
    text_sealed: Buffer | null;
    state: Generated<string>;
    attempts: Generated<number>;
    last_error: string | null;
    created_at: Generated<Date>;
    sent_at: Date | null;
  };
  rate_limits: {
    key: string;
    points: Generated<number>;
    expire: number | null;
  };
  secrets_shown: {
    database_user_id: string;
    account_id: string;
    shown_at: Date;
  };
  server_looks: {
    server_id: string;
    at: Date;
  };
  servers: {
    id: Generated<string>;
    name: string;
    bundled: Generated<boolean>;
    host: string;
    port: number;
    sslmode: string;
    admin_url_sealed: Buffer;
    admin_role: string;
    superuser: boolean;
    system_identifier: string;
    version_num: number;
    version: string;
    state: Generated<string>;
    reason: string | null;
    answers_ms: number | null;
    seen_at: Date | null;
    silent_since: Date | null;
    last_try_at: Date | null;
    next_try_at: Date | null;
    created_at: Generated<Date>;
    timeline: number | null;
  };
  session_samples: {
    login_id: string;
    at: Date;
    sessions: number;
  };
  sessions: {
    id: Generated<string>;
    account_id: string;
    token_hash: Buffer;
    created_at: Generated<Date>;
    last_seen_at: Generated<Date>;
    expires_at: Date;
    client_address: string | null;
    user_agent: string | null;
  };
  setup_links: {
    id: Generated<string>;
    token_hash: Buffer;
    created_at: Generated<Date>;
    used_at: Date | null;
  };
  signing_keys: {
    id: string;
    public_key: string;
    private_key_sealed: Buffer | null;
    created_at: Generated<Date>;
    retired_at: Date | null;
  };
  transfers: {
    id: Generated<string>;
    database_id: string;
    from_account_id: string;
    collaborator_id: string;
    former_owner: string;
    state: Generated<string>;
    offered_at: Generated<Date>;
    answered_at: Date | null;
  };
}
